export type { ToldState } from "../contract/told-outcome.js";
export type {
  DownloadTemplate,
  FindTemplate,
  HttpProfile,
  JobTemplates,
  ListTemplate,
  LoadTemplates,
  ObjectListTemplate,
  ReportTemplates,
} from "./http-profile.js";
export { createHttpProfileConnector, type HttpProfileServices } from "./http-profile-connector.js";
export type { DeclaredObject, HttpProfileOptions } from "./http-profile-options.js";
export type { JsonTemplate } from "./json-template.js";
export type { ProfileAuthentication } from "./profile-authentication.js";
export type { FileBody, PlainBody, RequestTemplate } from "./request-template.js";
export { type SpiffImports, spiffImports } from "./profiles/spiff-imports.js";
export type { ToldStatus } from "./told-status.js";

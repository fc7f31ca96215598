/** The marks and sizes of a zip (APPNOTE.TXT 6.3) as far as they are written and read here. */
export const HEADER_MARK = 0x04034b50;
export const DESCRIPTOR_MARK = 0x08074b50;
export const ENTRY_MARK = 0x02014b50;
export const END_MARK = 0x06054b50;
export const HEADER_BYTES = 30;
export const ENTRY_BYTES = 46;
export const END_BYTES = 22;
/** Sizes stand behind the entry, as they are not known before. */
export const HAS_DESCRIPTOR = 0x0008;
export const IS_UTF8 = 0x0800;
export const IS_ENCRYPTED = 0x0001;
export const STORED = 0;
export const DEFLATED = 8;
/** Without the extension for large archives. */
export const LARGEST_BYTES = 0xffffffff;

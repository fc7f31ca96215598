/** Whether a column is called as identifiers are: `order_id`, `OrderNo`, `Number`. */
export function isIdentifierName(name: string): boolean {
  return (
    /(^|[^a-z])(id|no|nr|num|number|key|nummer)$/i.test(name) || /[a-z](Id|ID|No|Nr|Number|Key)$/.test(name)
  );
}

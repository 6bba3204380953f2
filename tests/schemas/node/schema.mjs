// Checks a value against the part of JSON Schema 2020-12 that the contract uses. What it does not know it refuses, so that a
// schema cannot say more than is checked here.

const ANNOTATIONS = new Set(["$schema", "$id", "$defs", "title", "description", "default", "x-known-values"]);

const TYPES = {
  object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

const FORMATS = {
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(text).toISOString().startsWith(text),
  "date-time": (text) => /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  "partial-time": (text) => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?$/.test(text),
};

// Each answers with a list of {field, rule}; `field` is a path like countries[1].code.
const KEYWORDS = {
  type: (type, value, at) => (TYPES[type](value) ? [] : [{ field: at, rule: `type ${type}` }]),
  required: (names, value, at) => names.filter((name) => !(name in value)).map((name) => ({ field: within(at, name), rule: "required" })),
  properties: (schemas, value, at, root) =>
    Object.entries(schemas).flatMap(([name, schema]) => (name in value ? violations(schema, value[name], within(at, name), root) : [])),
  additionalProperties: (schema, value, at, root) =>
    Object.entries(value).flatMap(([name, field]) => violations(schema, field, within(at, name), root)),
  items: (schema, value, at, root) => value.flatMap((item, n) => violations(schema, item, `${at}[${n}]`, root)),
  anyOf: (schemas, value, at, root) => {
    const answers = schemas.map((schema) => violations(schema, value, at, root));
    return answers.some((answer) => answer.length === 0) ? [] : answers[0];
  },
  $ref: (reference, value, at, root) => violations(root.$defs[reference.replace("#/$defs/", "")], value, at, root),
  minLength: (least, value, at) => ([...value].length >= least ? [] : [{ field: at, rule: `minLength ${least}` }]),
  maxLength: (most, value, at) => ([...value].length <= most ? [] : [{ field: at, rule: `maxLength ${most}` }]),
  minimum: (least, value, at) => (value >= least ? [] : [{ field: at, rule: `minimum ${least}` }]),
  maximum: (most, value, at) => (value <= most ? [] : [{ field: at, rule: `maximum ${most}` }]),
  maxItems: (most, value, at) => (value.length <= most ? [] : [{ field: at, rule: `maxItems ${most}` }]),
  format: (format, value, at) => (FORMATS[format](value) ? [] : [{ field: at, rule: `format ${format}` }]),
};

export function violations(schema, value, at = "", root = schema) {
  if ("type" in schema && !TYPES[schema.type](value)) {
    return KEYWORDS.type(schema.type, value, at);
  }
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    if (ANNOTATIONS.has(keyword)) {
      return [];
    }
    if (!(keyword in KEYWORDS)) {
      throw new Error(`the keyword ${keyword} is not known here`);
    }
    return KEYWORDS[keyword](rule, value, at, root);
  });
}

function within(at, name) {
  return at ? `${at}.${name}` : name;
}

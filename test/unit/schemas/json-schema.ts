/** JSON Schema 2020-12 by a validator that is not ours: what is described is what is accepted. */
import { Ajv2020 } from "ajv/dist/2020.js";

/** @param document where `#/…` references lead. */
export function validatorOf(document: object) {
  const ajv = new Ajv2020({ strict: true, allErrors: true, validateFormats: false });
  ajv.addVocabulary(["x-personal-data", "components"]);
  // `required` without `properties` beside it is fine where `allOf` has them.
  ajv.opts.strictRequired = false;
  ajv.addSchema({ $id: "document:", ...onlySchemas(document) });
  return (pointer: string, value: unknown): readonly string[] => {
    const validate = ajv.getSchema(`document:#${pointer}`);
    if (validate === undefined) throw new Error(`no schema at ${pointer}`);
    return validate(value) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
  };
}

/** The schemas of a description, without the parts that are no JSON Schema. */
function onlySchemas(document: object): object {
  const { components = {} } = document as { readonly components?: { readonly schemas?: object } };
  return { components: { schemas: components.schemas ?? {} } };
}

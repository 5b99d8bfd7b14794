import ts from "typescript";
import type * as z from "zod";
import { contract } from "../../supabase/functions/_shared/contract.ts";
import { exportedExecution } from "../../supabase/functions/_shared/schemas/export-executions.ts";
import { errorCodes } from "../../supabase/functions/_shared/error-codes.ts";

/**
 * The text of `api.ts` for the packages: the same types written out, with the descriptions of the
 * contract, so that a package needs neither zod nor anything outside its folder.
 *
 * @param file path of `api.ts`
 */
export function printApi(file: string): string {
  const program = ts.createProgram([file], {
    allowImportingTsExtensions: true,
    exactOptionalPropertyTypes: false,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const exported = (name: string): ts.Type => {
    const symbols = source && checker.getSymbolAtLocation(source)?.exports;
    const symbol = symbols?.get(name as ts.__String);
    if (!symbol) throw new Error(`${file} exports no type ${name}.`);
    return checker.getDeclaredTypeOfSymbol(symbol);
  };

  /** The type as text. What cannot be written out is an error rather than a wrong type. */
  function print(type: ts.Type, schema: z.ZodObject | null): string {
    if (type.isUnion()) {
      return type.types.map((one) => print(one, null)).join(" | ").replace(
        "false | true",
        "boolean",
      );
    }
    if (type.isStringLiteral()) return JSON.stringify(type.value);
    if (type.flags & PRINTED) return checker.typeToString(type);
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      const fixed = type.symbol.name === "ReadonlyArray" ? "readonly " : "";
      return `${fixed}(${item ? print(item, null) : "unknown"})[]`;
    }
    if (checker.isTupleType(type)) {
      const items = checker.getTypeArguments(type as ts.TypeReference);
      return `[${items.map((item) => print(item, null)).join(", ")}]`;
    }
    const isPlain = (type.flags & ts.TypeFlags.Object) !== 0 &&
      checker.getSignaturesOfType(type, ts.SignatureKind.Call).length === 0;
    const indexes = checker.getIndexInfosOfType(type);
    if (!isPlain || indexes.some(({ keyType }) => !(keyType.flags & ts.TypeFlags.String))) {
      throw new Error(`${checker.typeToString(type)} cannot be written out.`);
    }
    const fields = checker.getPropertiesOfType(type).map((property) => field(property, schema));
    const others = indexes.map((index) => `[name: string]: ${print(index.type, null)};\n`);
    return `{\n${[...fields, ...others].join("")}}`;
  }
  function field(property: ts.Symbol, schema: z.ZodObject | null): string {
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    const type = checker.getTypeOfSymbol(property);
    const isAny = (type.flags & ts.TypeFlags.Unknown) !== 0;
    const shown = isOptional && !isAny ? checker.getNonNullableType(type) : type;
    const isNullable = type.isUnion() && type.types.some(({ flags }) => flags & ts.TypeFlags.Null);
    const description = (schema?.shape[property.name] as z.ZodType | undefined)?.description;
    const text = print(shown, null) + (isOptional && isNullable ? " | null" : "");
    const comment = description ? `/** ${description.replaceAll("*/", "* /")} */\n` : "";
    const name = /^\w+$/.test(property.name) ? property.name : JSON.stringify(property.name);
    return `${comment}${name}${isOptional ? "?" : ""}: ${text};\n`;
  }

  const methods = checker.getPropertiesOfType(exported("Api"));
  const entries = methods.map((method) => {
    const { input, output, summary } = contract[method.name as keyof typeof contract];
    const schemas: Record<string, z.ZodObject> = { input, answer: output };
    const sides = checker.getPropertiesOfType(checker.getTypeOfSymbol(method)).map((side) =>
      `readonly ${side.name}: ${
        print(checker.getTypeOfSymbol(side), schemas[side.name] ?? null)
      };\n`
    );
    return `/** ${summary}. */\nreadonly ${method.name}: {\n${sides.join("")}};\n`;
  });
  const codes = Object.keys(errorCodes).map((code) => JSON.stringify(code)).join(" | ");
  return `/** What each method takes and answers, written out from the contract. */
export interface Api {
${entries.join("")}}

/** A row of an export. */
export interface ExportedExecution ${print(exported("ExportedExecution"), exportedExecution)}

/** A slug of the API's error table. */
export type ApiErrorCode = ${codes};
`;
}

const PRINTED = ts.TypeFlags.String | ts.TypeFlags.Number | ts.TypeFlags.BooleanLike |
  ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Unknown | ts.TypeFlags.NumberLiteral |
  ts.TypeFlags.Never;

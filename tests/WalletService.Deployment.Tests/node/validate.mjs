// Reads manifests as YAML from standard input and prints a line for each fault: a value that the schema refuses, or a field that it does
// not know. Exit code 1 when there is one, or no manifest at all.
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const packages = { "keda.sh": "@kubernetes-models/keda", "monitoring.coreos.com": "@kubernetes-models/prometheus-operator" };

function moduleOf({ apiVersion }) {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  return `${packages[group] ?? "kubernetes-models"}/${apiVersion}/`;
}

async function schemaFault(manifest) {
  try {
    const models = await import(moduleOf(manifest) + manifest.kind);
    new models[manifest.kind](manifest).validate();
    return [];
  } catch (error) {
    return [`${manifest.kind} ${manifest.metadata?.name}: ${error.message}`];
  }
}

// The schemas let unknown fields pass; the types made of them do not, when an object is written out where the type is asked for.
function unknownFields(manifests) {
  const folder = import.meta.dirname;
  const name = `${folder}/manifests.ts`;
  const source = manifests
    .map((manifest, index) => {
      const type = `import("${moduleOf(manifest)}${manifest.kind}").I${manifest.kind}`;
      return `export const manifest${index}: ${type} = ${JSON.stringify(manifest)};`;
    })
    .join("\n");
  const options = { noEmit: true, strict: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext };
  const host = ts.createCompilerHost(options);
  const readSourceFile = host.getSourceFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.getSourceFile = (path, language) => (path === name ? ts.createSourceFile(path, source, language) : readSourceFile(path, language));
  host.fileExists = (path) => path === name || fileExists(path);
  host.getCurrentDirectory = () => folder;
  const program = ts.createProgram([name], options, host);
  const file = program.getSourceFile(name);
  return ts.getPreEmitDiagnostics(program, file).map((fault) => {
    const { kind, metadata } = manifests[ts.getLineAndCharacterOfPosition(file, fault.start).line];
    return `${kind} ${metadata?.name}: ${ts.flattenDiagnosticMessageText(fault.messageText, " ")}`;
  });
}

let text = "";
for await (const part of process.stdin) {
  text += part;
}

const manifests = parseAllDocuments(text).map((document) => document.toJS()).filter(Boolean);
const faults = [...(await Promise.all(manifests.map(schemaFault))).flat(), ...unknownFields(manifests)];
for (const fault of faults) {
  console.log(fault);
}

console.log(`${manifests.length} manifests, ${faults.length} faults`);
process.exitCode = faults.length === 0 && manifests.length > 0 ? 0 : 1;

// usage: node check.mjs DOCUMENT SCHEMAS
// Has the AsyncAPI initiative's parser read the document, and ajv hold each message's example against its schema in the folder of schemas.
// Prints a line for each fault. Exit code 1 when there is one, or nothing to check.
import { readFile, readdir } from "node:fs/promises";
import { Parser } from "@asyncapi/parser";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [documentPath, schemasFolder] = process.argv.slice(2);
const faults = [];

const text = await readFile(documentPath, "utf8");
const { document, diagnostics } = await new Parser().parse(text);
// Severity 0 is an error; what is below it are pieces of advice on style.
for (const { message, path } of diagnostics.filter(({ severity }) => severity === 0)) {
  faults.push(`${path.join(".")}: ${message}`);
}

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
addFormats(ajv);
const validators = new Map();
for (const file of (await readdir(schemasFolder)).filter((name) => name.endsWith(".json"))) {
  try {
    validators.set(file, ajv.compile(JSON.parse(await readFile(`${schemasFolder}/${file}`, "utf8"))));
  } catch (error) {
    faults.push(`${file}: ${error.message}`);
  }
}

// The channels' addresses name the files of requests and events; a reply has its operation's address.
function* messagesWithFiles(source) {
  const named = (reference) => source.components.messages[reference.split("/").at(-1)];
  const throughChannel = (channel, reference) => named(channel.messages[reference.split("/").at(-1)].$ref);
  for (const { action, channel: { $ref }, messages, reply } of Object.values(source.operations)) {
    const channel = source.channels[$ref.split("/").at(-1)];
    const kind = action === "send" ? "event" : "request";
    yield* messages.map((message) => [`${channel.address}.${kind}.json`, throughChannel(channel, message.$ref)]);
    if (reply) {
      const replies = source.channels[reply.channel.$ref.split("/").at(-1)];
      yield* reply.messages.map((message) => [`${channel.address}.reply.json`, throughChannel(replies, message.$ref)]);
    }
  }
}

let examples = 0;
if (document) {
  const unused = new Set(validators.keys());
  for (const [file, message] of messagesWithFiles(JSON.parse(text))) {
    const validate = validators.get(file);
    unused.delete(file);
    if (!validate) {
      faults.push(`${file}: there is no such schema`);
      continue;
    }
    for (const { payload } of message.examples ?? []) {
      examples++;
      if (!validate(payload)) {
        faults.push(`${file}: ${ajv.errorsText(validate.errors)}`);
      }
    }
  }
  faults.push(...[...unused].map((file) => `${file}: no message of the document is of this schema`));
}

for (const fault of faults) {
  console.log(fault);
}

console.log(`${validators.size} schemas, ${examples} examples, ${faults.length} faults`);
process.exitCode = faults.length === 0 && examples > 0 ? 0 : 1;

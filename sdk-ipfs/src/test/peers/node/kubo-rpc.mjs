// Calls a Kubo RPC API, whose URL is on the command line, with kubo-rpc-client.
//
// Request: {"call": "block.get", "arguments": […]}; {"base64"} among the arguments stands for bytes
// Reply:   {"result"}; bytes and streams of bytes are {"base64"}, other streams are lists, CIDs are texts

import { create } from 'kubo-rpc-client';
import { CID } from 'multiformats/cid';
import { serve } from './lines.mjs';

const client = create({ url: process.argv[2] });

const argument = (given) => (given?.base64 === undefined ? given : Buffer.from(given.base64, 'base64'));

const plain = (value) => {
  if (value instanceof Uint8Array) {
    return { base64: Buffer.from(value).toString('base64') };
  }
  if (typeof value === 'bigint' || CID.asCID(value)) {
    return value.toString();
  }
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
  }
  return Array.isArray(value) ? value.map(plain) : value;
};

async function whole(stream) {
  const items = await Array.fromAsync(stream);
  return items.length > 0 && items.every((item) => item instanceof Uint8Array) ? Buffer.concat(items) : items;
}

await serve(async ({ call, arguments: given = [] }) => {
  const names = call.split('.');
  const method = names.pop();
  const owner = names.reduce((part, name) => part[name], client);
  const result = await owner[method](...given.map(argument));
  return { result: plain(result?.[Symbol.asyncIterator] ? await whole(result) : result) };
});

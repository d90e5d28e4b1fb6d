// Fetches with @helia/verified-fetch, from the gateways on the command line and from nowhere else: no routers, no libp2p.
//
// Request: {"url": "ipfs://…", "headers": {…}, "millis": …}, the latter two being optional; the time is what it may take
// Reply:   {"status", "contentType", "size", "sha256"}, the latter two of the body

import { createHash } from 'node:crypto';
import { withHTTP } from '@helia/http';
import { createVerifiedFetch } from '@helia/verified-fetch';
import * as dagCbor from '@ipld/dag-cbor';
import { createHeliaLight } from 'helia';
import { serve } from './lines.mjs';

// Without a deadline helia 7.1.15 looks for a block that its only gateway does not have for ever.
const DEADLINE_MILLIS = 20_000;

const helia = withHTTP(createHeliaLight({ codecs: [dagCbor] }), {
  delegatedRouters: [],
  recursiveGateways: process.argv.slice(2),
  allowInsecure: true,
  allowLocal: true,
});
// Where there is no other router than the gateways, helia 7.1.15 waits for ever for those that it asks first.
helia.addRouter({ name: 'nobody', async *findProviders() {} });
const verifiedFetch = await createVerifiedFetch(await helia.start());

await serve(async ({ url, headers, millis = DEADLINE_MILLIS }) => {
  const response = await verifiedFetch(url, { headers, signal: AbortSignal.timeout(millis) });
  const body = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    size: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
  };
});
await helia.stop();

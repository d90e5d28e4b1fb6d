// Drives SessionV2 and SessionQueueV2 with viem, as the network's Web3 clients do: nothing here knows this SDK.
//
// usage: node viem-client.mjs NODE_MODULES URL SESSION_ABI QUEUE_ABI SESSION QUEUE OWNER_KEY MINER_KEY

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, url, sessionAbiFile, queueAbiFile, sessionAddress, queueAddress, ownerKey, minerKey] = process.argv.slice(2);
const require = createRequire(join(modules, "x.js"));
const { createPublicClient, createWalletClient, defineChain, http, parseEventLogs } = require("viem");
const { privateKeyToAccount } = require("viem/accounts");
const sessionAbi = JSON.parse(readFileSync(sessionAbiFile, "utf8"));
const queueAbi = JSON.parse(readFileSync(queueAbiFile, "utf8"));

const transport = http(url);
const chain = defineChain({
  id: await createPublicClient({ transport }).getChainId(), name: "development",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 }, rpcUrls: { default: { http: [url] } },
});
const reader = createPublicClient({ chain, transport, pollingInterval: 50, cacheTime: 0 });
const wallet = (key) => createWalletClient({ account: privateKeyToAccount(key), chain, transport });
const owner = wallet(ownerKey);
const miner = wallet(minerKey);
const sessions = { address: sessionAddress, abi: sessionAbi };
const queue = { address: queueAddress, abi: queueAbi };
const read = (contract, functionName, args) => reader.readContract({ ...contract, functionName, args });
async function write(account, contract, functionName, args) {
  const { request } = await reader.simulateContract({ ...contract, functionName, args, account: account.account });
  return reader.waitForTransactionReceipt({ hash: await account.writeContract(request) });
}
const named = (contract, receipt, eventName) => parseEventLogs({ abi: contract.abi, logs: receipt.logs, eventName })[0].args;

const events = [];
let resolveEnded;
const ended = new Promise((resolve) => (resolveEnded = resolve));
const unwatch = reader.watchContractEvent({
  ...queue,
  onLogs: (logs) => logs.forEach((log) => {
    events.push({ name: log.eventName, block: Number(log.blockNumber), index: log.logIndex });
    if (log.eventName === "TaskEnded") resolveEnded();
  }),
});
// The watch begins at the block in which its filter is made.
await reader.getBlockNumber();

const created = named(sessions, await write(owner, sessions, "create",
  ["viem", "made by viem", owner.account.address, 1n, 3n, 1n, 0n, 0n, false, 0n, 0n, 300n, 5n]), "SessionCreated");
const sessionId = created.sessionId;
const session = await read(sessions, "getSession", [sessionId]);
const submitted = named(sessions, await write(owner, sessions, "submit",
  [sessionId, 0n, "a prompt", 1n, "", [4096n, 70n, 100n, 40n, 100n, 0n, 0n], [90n, 0n, 0n, 0n, 0n, 0n], "viem-1"]), "TaskSubmitted");
const taskId = submitted.taskId;

await write(miner, queue, "ack", [sessionId, taskId]);
await write(miner, queue, "precommit", [sessionId, taskId, await read(queue, "getHash", ["an answer"]), ""]);
await write(miner, queue, "commit", [sessionId, taskId, "an answer"]);
await ended;
unwatch();

const [miners, texts] = await read(sessions, "getTaskResults", [sessionId, taskId]);
const [, hashes] = await read(queue, "getTaskResultHashes", [sessionId, taskId]);
const task = await read(queue, "getTask", [sessionId, taskId]);
const page = await read(sessions, "getSessionsByAddressByPage", [owner.account.address, 0n, 999n]);
let refusal = "none";
try {
  await reader.simulateContract({ ...sessions, functionName: "deactivateSession", args: [sessionId + 1000n], account: owner.account });
} catch (error) {
  refusal = error.name;
}
events.sort((a, b) => a.block - b.block || a.index - b.index);
console.log(JSON.stringify({
  sessionId: Number(sessionId), taskId: Number(taskId), owner: session.owner, name: session.name,
  state: Number(session.state), sessions: page.length, miners, texts, hashes,
  status: Number(task.status), ended: task.ended, data: task.data, refusal, events: events.map((event) => event.name),
}));

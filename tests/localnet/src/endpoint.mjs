// The network side of one node: JSON-RPC over HTTP, subscriptions over WebSocket, and the control interface. Loopback
// only. WebSocket is served on the port after the HTTP port, where clients expect it, and on the HTTP port as well.
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { concerns } from './faults.mjs';
import { PubSub } from './pubsub.mjs';
import { JsonRpc } from './rpc/json-rpc.mjs';
import { toJson } from './wire/json.mjs';

const HOST = '127.0.0.1';
const MAX_BODY = 50 * 1024;
const MAX_CONTROL_BODY = 64 * 1024 * 1024;
const PORT_PAIR_TRIES = 50;
const CONTROL_PATH = '/_control';

export class Endpoint {
  /**
   * @param {import('./node.mjs').Node} node
   * @param {(name: string, body: any) => unknown} control
   */
  constructor(node, control) {
    this.node = node;
    this.control = control;
    this.pubsub = new PubSub(node);
  }

  /**
   * @param {number} port 0 = any free pair of neighbouring ports
   * @returns {Promise<number>} the HTTP port
   */
  async listen(port) {
    for (let left = port === 0 ? PORT_PAIR_TRIES : 1; ; left--) {
      this.httpServer = http.createServer((request, response) => this.#onRequest(request, response));
      this.httpServer.keepAliveTimeout = 60_000;
      this.webSocketServer = http.createServer((_request, response) => response.writeHead(426).end());
      try {
        this.port = await listenOn(this.httpServer, port);
        await listenOn(this.webSocketServer, this.port + 1);
        break;
      } catch (error) {
        await this.close();
        if (left <= 1) throw error;
      }
    }
    for (const server of [this.httpServer, this.webSocketServer]) {
      new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => this.pubsub.accept(socket));
    }
    return this.port;
  }

  get urls() {
    const rpcUrl = `http://${HOST}:${this.port}`;
    return { rpcUrl, webSocketUrl: `ws://${HOST}:${Number(this.port) + 1}`, controlUrl: rpcUrl + CONTROL_PATH };
  }

  async close() {
    this.pubsub.disconnectAll();
    for (const server of [this.httpServer, this.webSocketServer]) {
      if (!server?.listening) continue;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /**
   * @param {http.IncomingMessage} request
   * @param {http.ServerResponse} response
   */
  async #onRequest(request, response) {
    try {
      const path = (request.url ?? '/').split('?')[0];
      if (path.startsWith(CONTROL_PATH)) return await this.#onControl(path.slice(CONTROL_PATH.length + 1), request, response);
      if (request.method === 'GET' && path === '/health') return this.#onHealth(response);
      if (request.method === 'OPTIONS') return reply(response, 204, 'text/plain', '', { 'access-control-allow-headers': '*' });
      if (request.method !== 'POST') {
        return reply(response, 405, 'text/plain', 'Used HTTP Method is not allowed. POST or OPTIONS is required\n');
      }
      if (!/^application\/json/i.test(request.headers['content-type'] ?? '')) {
        return reply(response, 415, 'text/plain', 'Supplied content type is not allowed. Content-Type: application/json is required\n');
      }
      await this.#onRpc(request, response);
    } catch (error) {
      if (request.destroyed && !request.complete) return; // the caller went away
      console.error(error);
      if (!response.headersSent) reply(response, 500, 'text/plain', 'Internal error\n');
    }
  }

  /** @param {http.ServerResponse} response */
  #onHealth(response) {
    const behind = this.node.slotsBehind;
    reply(response, 200, 'text/plain', behind === undefined ? 'ok' : behind === null ? 'unknown' : 'behind');
  }

  /**
   * @param {string} name
   * @param {http.IncomingMessage} request
   * @param {http.ServerResponse} response
   */
  async #onControl(name, request, response) {
    try {
      const body = await readBody(request, MAX_CONTROL_BODY);
      reply(response, 200, 'application/json', toJson(this.control(name, body ? JSON.parse(body) : {})));
    } catch (error) {
      reply(response, 400, 'application/json', toJson({ error: /** @type {Error} */ (error).message }));
    }
  }

  /**
   * @param {http.IncomingMessage} request
   * @param {http.ServerResponse} response
   */
  async #onRpc(request, response) {
    const { faults, rpc } = this.node;
    const body = await readBody(request, MAX_BODY);
    if (body === null) return reply(response, 413, 'text/plain', 'Payload too large\n');
    const call = JsonRpc.parse(body);
    const methods = JsonRpc.methodsOf(call);
    if (faults.hits(faults.httpStatus, methods)) return this.#refuse(response);
    if (faults.delay && concerns(faults.delay, methods)) await delay(faults.delay.milliseconds, undefined, { ref: false });
    if (faults.hits(faults.hang, methods)) return;
    const answer = rpc.answer(call);
    if (faults.hits(faults.loseReplies, methods)) return void request.socket.destroy(); // done, but the caller cannot know
    reply(response, 200, 'application/json; charset=utf-8', answer);
  }

  /** @param {http.ServerResponse} response */
  #refuse(response) {
    const { status, retryAfter = 1 } = /** @type {{ status: number, retryAfter?: number | string }} */ (this.node.faults.httpStatus);
    if (status !== 429) return reply(response, status, 'text/plain', 'Service unavailable\n');
    const error = { code: 429, message: 'Too many requests for a specific RPC call' };
    return reply(response, 429, 'application/json', toJson({ jsonrpc: '2.0', error, id: null }), { 'retry-after': String(retryAfter) });
  }
}

/**
 * @param {http.Server} server
 * @param {number} port
 * @returns {Promise<number>}
 */
function listenOn(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve(/** @type {import('node:net').AddressInfo} */ (server.address()).port));
  });
}

/**
 * @param {http.IncomingMessage} request
 * @param {number} limit in bytes
 * @returns {Promise<string | null>} null when the body is larger
 */
async function readBody(request, limit) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size <= limit) parts.push(part);
  }
  return size > limit ? null : Buffer.concat(parts).toString('utf8');
}

/**
 * @param {http.ServerResponse} response
 * @param {number} status
 * @param {string} type
 * @param {string} text
 * @param {http.OutgoingHttpHeaders} [headers]
 */
function reply(response, status, type, text, headers = {}) {
  response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*', ...headers });
  response.end(text);
}

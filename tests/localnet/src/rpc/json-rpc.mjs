// JSON-RPC 2.0: single requests and batches.
import { toJson } from '../wire/json.mjs';
import { RpcError, invalidParams, invalidRequest } from './errors.mjs';

/** @typedef {Record<string, (params: any[]) => unknown>} Methods */

export class JsonRpc {
  /** @type {Map<string, number>} requests so far by method */
  counts = new Map();

  /**
   * @param {Methods} methods
   * @param {(method: string) => void} [beforeEach]
   */
  constructor(methods, beforeEach = () => {}) {
    this.methods = methods;
    this.beforeEach = beforeEach;
  }

  /**
   * @param {string} text
   * @returns {any} the parsed request, or undefined when it is not JSON
   */
  static parse(text) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  /**
   * @param {any} request
   * @returns {string[]}
   */
  static methodsOf(request) {
    return (Array.isArray(request) ? request : [request]).map((single) => String(single?.method));
  }

  /**
   * @param {any} request as `parse` gave it
   * @returns {string} the answer
   */
  answer(request) {
    if (request === undefined) return toJson(failure(null, new RpcError(-32700, 'Parse error')));
    if (!Array.isArray(request)) return toJson(this.#answerOne(request));
    if (request.length === 0) return toJson(failure(null, invalidRequest('Invalid request')));
    return toJson(request.map((single) => this.#answerOne(single)));
  }

  /** @param {any} request */
  #answerOne(request) {
    const id = request?.id ?? null;
    try {
      if (request?.jsonrpc !== '2.0' || typeof request.method !== 'string') throw invalidRequest('Invalid request');
      return { jsonrpc: '2.0', result: this.call(request.method, request.params ?? []), id };
    } catch (error) {
      if (!(error instanceof RpcError)) console.error(request?.method, error);
      return failure(id, error instanceof RpcError ? error : new RpcError(-32603, 'Internal error'));
    }
  }

  /**
   * @param {string} method
   * @param {unknown} params
   */
  call(method, params) {
    if (!Object.hasOwn(this.methods, method)) throw new RpcError(-32601, 'Method not found');
    this.counts.set(method, (this.counts.get(method) ?? 0) + 1);
    if (!Array.isArray(params)) throw invalidParams('`params` should be an array');
    this.beforeEach(method);
    return this.methods[method](params);
  }
}

/** @param {unknown} id @param {RpcError} error */
const failure = (id, error) => ({ jsonrpc: '2.0', error: error.toJson(), id });

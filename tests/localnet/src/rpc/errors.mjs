// Errors of the JSON-RPC interface, with the numbers that Agave uses.

export class RpcError extends Error {
  /**
   * @param {number} code
   * @param {string} message
   * @param {unknown} [data]
   */
  constructor(code, message, data) {
    super(message);
    this.code = code;
    this.data = data;
  }

  toJson() {
    return { code: this.code, message: this.message, ...(this.data === undefined ? {} : { data: this.data }) };
  }
}

/** @param {string} message */
export const invalidParams = (message) => new RpcError(-32602, message);

/** @param {string} message */
export const invalidRequest = (message) => new RpcError(-32600, message);

/** @param {unknown} version */
export const unsupportedVersion = (version) => new RpcError(-32015,
  `Transaction version (${version}) is not supported by the requesting client. Please try the request again with the ` +
  `following configuration parameter: "maxSupportedTransactionVersion": ${version}`);

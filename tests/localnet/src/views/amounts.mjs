// Token amounts as a node shows them.

/**
 * @param {bigint} amount in base units
 * @param {number} decimals
 */
export function tokenAmount(amount, decimals) {
  return { uiAmount: Number(amount) / 10 ** decimals, decimals, amount: amount.toString(), uiAmountString: decimalText(amount, decimals) };
}

/**
 * @param {bigint} amount
 * @param {number} decimals
 */
function decimalText(amount, decimals) {
  if (decimals === 0) return amount.toString();
  const digits = amount.toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return digits.slice(0, -decimals) + (fraction ? `.${fraction}` : '');
}

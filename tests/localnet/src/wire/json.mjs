// JSON as a Solana node writes it: u64 values are raw integers, also above 2^53.

const MARK = '\u0001';
const MARKED_INTEGER = /"\\u0001(-?\d+)"/g;

/**
 * @param {unknown} value may hold bigints anywhere
 * @returns {string}
 */
export function toJson(value) {
  let hasLargeInteger = false;
  const text = JSON.stringify(value, (_key, member) => {
    if (typeof member !== 'bigint') return member;
    if (member >= Number.MIN_SAFE_INTEGER && member <= Number.MAX_SAFE_INTEGER) return Number(member);
    hasLargeInteger = true;
    return `${MARK}${member}`;
  });
  return hasLargeInteger ? text.replace(MARKED_INTEGER, '$1') : text;
}

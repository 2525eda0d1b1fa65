# "./dev token ADDRESS AMOUNT": issues a token of 6 decimals on the running local network, gives the address an amount of it in base
# units, and prints the token's mint.

issue_token() {
  if [[ $# -ne 2 ]]; then
    echo "usage: ./dev token ADDRESS AMOUNT" >&2
    exit 2
  fi
  take_environment
  node tests/localnet/testing/issue-token-once.mjs "$SOLANA_RPC_URL" "$SOLANA_CONTROL_URL" "$1" "$2"
}

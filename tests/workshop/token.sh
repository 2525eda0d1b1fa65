# "./dev token ADDRESS AMOUNT": issues a token of 6 decimals on the running local network, gives the address an amount of it in base
# units, and prints the token's mint.

issue_token() {
  if [[ $# -ne 2 ]]; then
    echo "usage: ./dev token ADDRESS AMOUNT" >&2
    exit 2
  fi
  if [[ ! -f $run_folder/environment ]]; then
    echo "Nothing is running; start it with ./dev run" >&2
    exit 1
  fi
  source "$run_folder/environment"
  node tests/localnet/testing/issue-token-once.mjs "$SOLANA_RPC_URL" "$SOLANA_CONTROL_URL" "$1" "$2"
}

"""All routes of the wallet service, from Python, with nothing but an AMQP client (Debian: python3-pika).

    WALLET_BROKER_URL=amqp://user:password@127.0.0.1:5672/vhost SOLANA_RPC_URL=http://127.0.0.1:8899 python3 all_routes.py

SOLANA_RPC_URL is a test network: the wallet is funded by its airdrop. Prints a line for each route; any surprise ends it with 1.
"""

import base64
import json
import os
import struct
import time
import urllib.request
import uuid

import pika

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
REPLY_TO = "amq.rabbitmq.reply-to"


class WalletService:
    """Asks the service and waits for its replies, by direct reply-to."""

    def __init__(self, broker_url):
        parameters = pika.URLParameters(broker_url)
        # The broker vouches for this name, by which the service knows its callers.
        self.user_id = parameters.credentials.username
        self.connection = pika.BlockingConnection(parameters)
        self.channel = self.connection.channel()
        self.replies = {}
        self.channel.basic_consume(REPLY_TO, self._keep, auto_ack=True)

    def _keep(self, _channel, _method, properties, body):
        self.replies[properties.correlation_id] = json.loads(body)

    def ask(self, route, **request):
        """The whole reply: {success, data} or {success, error}."""
        correlation_id = str(uuid.uuid4())
        properties = pika.BasicProperties(
            content_type="application/json", reply_to=REPLY_TO, correlation_id=correlation_id, user_id=self.user_id)
        self.channel.basic_publish("wallet", route, json.dumps(request).encode(), properties)
        deadline = time.monotonic() + 90
        while correlation_id not in self.replies:
            if time.monotonic() > deadline:
                raise TimeoutError(f"no reply to {route}")
            self.connection.process_data_events(time_limit=1)
        return self.replies.pop(correlation_id)

    def call(self, route, **request):
        """The same for requests that have to succeed: gives the data."""
        reply = self.ask(route, **request)
        expect(reply["success"], f"{route}: {reply.get('error')}")
        return reply["data"]


def expect(condition, message):
    if not condition:
        raise SystemExit(message)


def solana(method, *params):
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    request = urllib.request.Request(os.environ["SOLANA_RPC_URL"], body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        answer = json.load(response)
    expect("error" not in answer, f"{method}: {answer.get('error')}")
    return answer["result"]


def until_funded(service, user_id, wallet_id):
    """Asks until the wallet has money to spend; balances are cached for a moment."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        balance = service.call("wallet.balance.get", userId=user_id, walletId=wallet_id)
        if balance["availableLamports"] != "0":
            return balance
        time.sleep(0.2)
    raise SystemExit("the airdrop did not arrive")


def base58_decode(text, length):
    value = 0
    for character in text:
        value = value * 58 + BASE58.index(character)
    return value.to_bytes(length, "big")


def unsigned_payment(source, recipient, blockhash):
    """A transaction that pays 1 lamport, by hand: one empty signature slot and a legacy message. Libraries do this for you."""
    instruction = struct.pack("<IQ", 2, 1)
    message = (
        bytes([1, 0, 1, 3]) + base58_decode(source, 32) + base58_decode(recipient, 32) + bytes(32)
        + base58_decode(blockhash, 32) + bytes([1, 2, 2, 0, 1, len(instruction)]) + instruction)
    return bytes([1]) + bytes(64) + message


def main():
    service = WalletService(os.environ["WALLET_BROKER_URL"])
    user_id = f"python-{uuid.uuid4()}"

    wallet = service.call("wallet.management.create", userId=user_id, label="From Python", requestId=str(uuid.uuid4()))
    print(f"wallet.management.create        {wallet['walletId']} {wallet['address']}")
    other = service.call("wallet.management.create", userId=user_id, label="Second", requestId=str(uuid.uuid4()))

    wallets = service.call("wallet.management.list", userId=user_id)["wallets"]
    expect([each["walletId"] for each in wallets] == [wallet["walletId"], other["walletId"]], f"list: {wallets}")
    print(f"wallet.management.list          {len(wallets)} wallets")

    active = service.call("wallet.management.setActive", userId=user_id, walletId=other["walletId"])
    expect(active["isActive"], f"setActive: {active}")
    print(f"wallet.management.setActive     {active['label']}")

    again = service.call("wallet.management.get", userId=user_id, walletId=wallet["walletId"])
    expect(not again["isActive"], f"get: {again}")
    print(f"wallet.management.get           {again['label']}, no longer active")

    solana("requestAirdrop", wallet["address"], 2_000_000_000)
    balance = until_funded(service, user_id, wallet["walletId"])
    expect(balance["sol"] == "2", f"balance: {balance}")
    print(f"wallet.balance.get              {balance['sol']} SOL at slot {balance['slot']}")

    tokens = service.call("wallet.balance.getTokens", userId=user_id, walletId=wallet["walletId"])["tokens"]
    expect(tokens == [], f"tokens: {tokens}")
    print(f"wallet.balance.getTokens        {len(tokens)} tokens")

    payment = {
        "userId": user_id, "walletId": wallet["walletId"], "recipient": other["address"], "amount": "0.25",
        "memo": "from Python", "waitFor": "finalized", "waitMs": 60_000, "requestId": str(uuid.uuid4()),
    }
    transfer = service.call("wallet.transaction.transferSol", **payment)
    expect(transfer["status"] == "finalized" and transfer["lamports"] == "250000000", f"transfer: {transfer}")
    print(f"wallet.transaction.transferSol  {transfer['signature']} in slot {transfer['slot']}, fee {transfer['feeLamports']}")

    # The same request again pays nothing and tells the same.
    repeated = service.call("wallet.transaction.transferSol", **payment)
    expect(repeated["transactionId"] == transfer["transactionId"], f"paid twice: {repeated}")

    blockhash = solana("getLatestBlockhash")["value"]["blockhash"]
    unsigned = unsigned_payment(wallet["address"], other["address"], blockhash)
    signed = service.call(
        "wallet.transaction.sign", userId=user_id, walletId=wallet["walletId"],
        transaction=base64.b64encode(unsigned).decode(), requestId=str(uuid.uuid4()))
    expect(signed["complete"], f"sign: {signed}")
    sent = solana("sendTransaction", signed["transaction"], {"encoding": "base64", "preflightCommitment": "confirmed"})
    expect(sent == signed["signature"], f"sent: {sent}")
    print(f"wallet.transaction.sign         {signed['signature']}, sent by ourselves")

    refused = service.ask("wallet.balance.get", userId="somebody else", walletId=wallet["walletId"])
    expect(refused["error"]["code"] == "WALLET_NOT_FOUND", f"refused: {refused}")

    service.connection.close()


if __name__ == "__main__":
    main()

/*
 * How a payment happens at most once: a model of docs/transfers.md for the model checker spin.
 *
 *   ./dev model        checks it, whole and with each rule taken out, and prints a table (docs/correctness.md says what came out)
 *
 * WHAT IS MODELLED
 *   Callers may ask again, and the broker may deliver again. Two instances of the service share the work by leases; what an
 *   instance remembers of a transfer may be out of date, and it may die between any two of its steps. The store makes conditional
 *   changes. The vault signs what it is asked to. Two nodes tell of the chain, and one lags behind by any number of blocks; they
 *   stand behind one address, so that any question may be answered by either. The chain makes blocks, takes what was sent or
 *   leaves it out, may drop blocks that are not final, and refuses transactions whose blockhash is too old.
 *
 * HOW TO READ IT
 *   Each statement, and each atomic block, is one step. Between two steps anything else may happen: steps of other processes, or a
 *   fault. spin tries every order. Faults (crash, lease that runs out, repeated request, dropped blocks) are limited in number, not
 *   in place. An answer that gets lost is no step of its own: a read without an answer is a step not taken, and an instance that
 *   does not know whether its change was committed lets go of the transfer and claims it anew, which is what a crash does, too.
 *
 * WHAT MUST HOLD stands as assertions where it could be broken, in Oracle (what must be so in the end), and in the formula there.
 *
 * RULES TO TAKE OUT, by -D, each shown at its place:
 *   rule 1 (persist, then act)           ACT_BEFORE_PERSIST
 *   rule 2 (proven dead before signing)  SILENCE_IS_DEATH, HEIGHT_NOT_FINAL, EXPIRES_TOO_SOON, STATUS_BEFORE_HEIGHT,
 *                                        LAGGING_NODE_BELIEVED, PROCESSED_IS_FINAL
 *   rule 4 (idempotency key)             NO_IDEMPOTENCY_KEY
 *   rule 6 (reservation)                 RESERVE_WITHOUT_LOCK, OLD_BALANCE_BELIEVED, REFUSE_IN_DOUBT, NEVER_RELEASED
 *   conditional changes                  NO_FENCING
 *   abandoned transfers are taken over   NO_TAKEOVER
 */

/* Settings. */
#ifndef REQUESTS
#define REQUESTS 1          /* different payments asked for, 1 or 2, all from one wallet */
#endif
#ifndef FUNDS
#define FUNDS 2             /* how many payments the wallet can make */
#endif
#ifndef ATTEMPTS
#define ATTEMPTS 2          /* how often a transfer is signed at most */
#endif
#ifndef FAULTS
#define FAULTS 2
#endif

#define LIFE  1             /* a blockhash is valid for this many blocks after its own (mainnet: 150) */
#define DEPTH 2             /* blocks that are not final yet, at most (mainnet: about 32) */
#define NONE  15

#ifdef NO_IDEMPOTENCY_KEY
#define TRANSFERS (REQUESTS + 1)
#else
#define TRANSFERS REQUESTS
#endif
#define TRANSACTIONS (TRANSFERS * ATTEMPTS)

/* ---- The store. */

/* "Signed" stands for Signed and Submitted, as nothing is decided by whether a node's answer to a send was seen; "Finalized" for
   Confirmed, too, as blocks are either final or not; "Rejected" for Cancelled, too, as both end what was never signed. */
mtype:state = { Missing, Received, Ready, Signed, Finalized, Rejected, Expired };

#define IS_END(state)  (state == Finalized || state == Rejected || state == Expired)
#define IS_OPEN(state) (state != Missing && !IS_END(state))

typedef Transfer {
  mtype:state status = Missing;
  byte request;
  byte owner = NONE;          /* who holds the lease */
  byte transaction = NONE;    /* the newest signed transaction */
  byte attempts;              /* how many were signed */
  bool reserved;              /* holds back one payment of the wallet's funds */
}

Transfer transfer[TRANSFERS];
byte settled;                 /* the newest block whose payment is not reserved any more: older balances do not show it */

/* Which transfer an instance works on, and whether it knows the newest version of it (the fencing token). */
byte works_on[2] = NONE;
bool is_current[2];

/* ---- The broker: copies of each request that wait. */

byte queued[REQUESTS] = 1;

/* ---- The chain. Blocks up to "final" stay; those after it, up to "tip", may be dropped. */

typedef Transaction {
  byte transfer;
  byte last_valid;            /* it may land one block later, as on the real chain */
  byte block;                 /* where it landed; 0 while it has not */
  bool sent;                  /* nodes have it and may forward it early, late or never */
}

Transaction transaction[TRANSACTIONS];
byte signatures;                  /* how many transactions exist outside of the memory of who signed them */
byte tip;
byte final;
byte lag;                     /* the newest block that the lagging node knows */
byte horizon;                 /* no block after this one can matter: nothing that was signed can land there */

#define HAS_LANDED(t)     (transaction[t].block != 0)
#define CAN_LAND(t)       (transaction[t].sent && !HAS_LANDED(t) && tip <= transaction[t].last_valid + 1)
#define IS_DEAD(t)        (!HAS_LANDED(t) && final > transaction[t].last_valid)
#define REQUEST_OF(t)     transfer[transaction[t].transfer].request
#define OLDER(a, b)       (a < b -> a : b)

byte faults = FAULTS;
chan crash[2] = [0] of { bool };
bool over;

/* ---- What the service asks of a node. Either of the two answers; "view" is the newest block that it knows. */

inline AskANode() {
  if
  :: view = tip
  :: lag < tip -> view = lag
  fi
}

inline ReadBalance() {
  AskANode();
  height = OLDER(final, view);
  balance = FUNDS;
  for (i : 0 .. TRANSACTIONS - 1) {
    if
    :: HAS_LANDED(i) && transaction[i].block <= height -> balance--
    :: else
    fi
  };
  i = 0;
  view = 0;
  printf("instance %d: reads at block %d that the wallet has funds for %d\n", me + 1, height, balance)
}

inline ReadHeight() {
  AskANode();
#ifdef HEIGHT_NOT_FINAL
  height = view;
#else
  height = OLDER(final, view);
#endif
  view = 0;
  printf("instance %d: is told block height %d\n", me + 1, height)
}

/* "seen" becomes 2 when the transaction is in a final block, 1 when it is in another, and 0 when the node does not know of it. */
inline ReadStatus() {
  AskANode();
  if
  :: !HAS_LANDED(mine) || transaction[mine].block > view -> seen = 0
  :: HAS_LANDED(mine) && transaction[mine].block <= view && transaction[mine].block > final -> seen = 1
  :: HAS_LANDED(mine) && transaction[mine].block <= view && transaction[mine].block <= final -> seen = 2
  fi;
#ifdef PROCESSED_IS_FINAL
  if
  :: seen == 1 -> seen = 2
  :: else
  fi;
#endif
  printf("instance %d: looks transaction %d up at block %d: %d\n", me + 1, mine + 1, view, seen)
}

/* ---- What the service asks of the store. A change is made by whom knows the newest version only, and makes what others know old. */

#ifdef NO_FENCING
#define MAY_CHANGE true
#else
#define MAY_CHANGE is_current[me]
#endif

inline MakeOthersOld(which) {
  if
  :: works_on[1 - me] == which -> is_current[1 - me] = false
  :: else
  fi
}

inline Claim(which) {
  printf("instance %d: claims transfer %d\n", me + 1, which + 1);
  transfer[which].owner = me;
  works_on[me] = which;
  is_current[me] = true;
  status = transfer[which].status;
  mine = transfer[which].transaction;
  MakeOthersOld(which)
}

inline LetGo() {
  works_on[me] = NONE;
  is_current[me] = false;
  status = Missing;
  mine = NONE
}

inline ComeTooLate() {
  printf("instance %d: comes too late, another one has transfer %d\n", me + 1, works_on[me] + 1);
  LetGo()
}

inline Move(next) {
  printf("instance %d: moves transfer %d from %e to %e\n", me + 1, works_on[me] + 1, status, next);
  transfer[works_on[me]].status = next;
  status = next;
  is_current[me] = true;
  MakeOthersOld(works_on[me]);
  if
  :: IS_END(next) ->
#ifndef NEVER_RELEASED
    transfer[works_on[me]].reserved = false;
#endif
    transfer[works_on[me]].owner = NONE;
    LetGo()
  :: else
  fi
}

/* ---- The steps of an instance. */

/* A request becomes a transfer, leased to who took it from the queue; only then it is acknowledged. */
inline Admit() {
  i = 0;
  do
  :: i == TRANSFERS -> break
  :: i < TRANSFERS && transfer[i].status == Missing ->
    printf("instance %d: commits request %d as transfer %d\n", me + 1, request + 1, i + 1);
    transfer[i].status = Received;
    transfer[i].request = request;
    transfer[i].owner = me;
    works_on[me] = i;
    is_current[me] = true;
    status = Received;
    break
#ifndef NO_IDEMPOTENCY_KEY
  :: i < TRANSFERS && transfer[i].status != Missing && transfer[i].request == request ->
    printf("instance %d: finds that request %d is transfer %d already\n", me + 1, request + 1, i + 1);
    break
#endif
  :: else -> i++
  od;
  i = 0;
  request = NONE
}

/* Received -> Ready or Rejected. Once the balance is read, the decision is made under the wallet's lock. */
inline Decide() {
  atomic {
    ReadBalance();
#ifdef RESERVE_WITHOUT_LOCK
    CountReserved();
#endif
  };
  atomic {
#ifndef RESERVE_WITHOUT_LOCK
    CountReserved();
#endif
    if
    :: !MAY_CHANGE -> ComeTooLate()
#ifndef OLD_BALANCE_BELIEVED
    :: MAY_CHANGE && height < settled ->
      printf("instance %d: must read a newer balance\n", me + 1)
    :: MAY_CHANGE && height >= settled && balance > reserved ->
#else
    :: MAY_CHANGE && balance > reserved ->
#endif
      transfer[works_on[me]].reserved = true;
      Move(Ready);
      CountPromised();
      assert(promised <= FUNDS)                       /* never overdrawn */
#ifndef REFUSE_IN_DOUBT
    /* A payment that has landed and is not known to have is missing from the balance and still reserved: that is no refusal. */
    :: MAY_CHANGE && height >= settled && balance <= reserved && balance + in_flight > reserved ->
      printf("instance %d: must wait for what is in flight\n", me + 1)
    :: MAY_CHANGE && height >= settled && balance + in_flight <= reserved ->
#else
    :: MAY_CHANGE && height >= settled && balance <= reserved ->
#endif
      CountPromised();
      assert(promised >= FUNDS);                      /* never refused without need */
      Move(Rejected)
    fi;
    balance = 0; height = 0; reserved = 0; in_flight = 0; promised = 0
  }
}

inline CountReserved() {
  for (i : 0 .. TRANSFERS - 1) {
    if
    :: transfer[i].reserved -> reserved++
    :: else
    fi;
    if
    :: transfer[i].reserved && transfer[i].status == Signed -> in_flight++
    :: else
    fi
  };
  i = 0
}

/* What the wallet has paid or stands for. */
inline CountPromised() {
  for (i : 0 .. TRANSFERS - 1) {
    if
    :: transfer[i].status == Ready || transfer[i].status == Signed || transfer[i].status == Finalized -> promised++
    :: else
    fi
  };
  i = 0
}

/* Ready -> Signed: a message with a blockhash, its signature by the vault, the commit. The bytes are in memory until then. */
inline Sign() {
  atomic {
    AskANode();
    height = OLDER(final, view) + LIFE;
    view = 0;
    if
    :: horizon < height + 2 -> horizon = height + 2
    :: else
    fi;
    printf("instance %d: has a message signed that is valid up to block %d\n", me + 1, height)
  };
#ifdef ACT_BEFORE_PERSIST
  atomic {
    Release();
    printf("instance %d: sends transaction %d\n", me + 1, mine + 1);
    transaction[mine].sent = true
  };
#endif
  atomic {
    if
    :: !MAY_CHANGE -> ComeTooLate()
    :: MAY_CHANGE ->
#ifndef ACT_BEFORE_PERSIST
      Release();
#endif
      printf("instance %d: commits transaction %d\n", me + 1, mine + 1);
      transfer[works_on[me]].transaction = mine;
      transfer[works_on[me]].attempts++;
      Move(Signed)
    fi;
    height = 0
  }
}

/* From now on the transaction is not only in the memory of who had it signed. */
inline Release() {
  for (i : 0 .. TRANSACTIONS - 1) {
    if
    :: i < signatures && REQUEST_OF(i) == transfer[works_on[me]].request ->
      assert(IS_DEAD(i))                              /* never two live signatures of one intent */
    :: else
    fi
  };
  i = 0;
  assert(signatures < TRANSACTIONS);
  mine = signatures;
  transaction[mine].transfer = works_on[me];
  transaction[mine].last_valid = height;
  signatures++
}

/* Ready -> Rejected or Expired: the deadline passes before it is signed (again), or the caller cancels. */
inline GiveUp() {
  if
  :: !MAY_CHANGE -> ComeTooLate()
  :: MAY_CHANGE && transfer[works_on[me]].attempts == 0 -> Move(Rejected)
  :: MAY_CHANGE && transfer[works_on[me]].attempts > 0 -> Move(Expired)
  fi
}

/* Signed -> Finalized, or Ready or Expired by proof: send (again), look, act. */
inline Watch() {
  atomic {
    if
    :: !transaction[mine].sent ->
      printf("instance %d: sends transaction %d\n", me + 1, mine + 1);
      transaction[mine].sent = true
    :: else
    fi;
    ReadStatus();
    view = 0
  };
  if
  :: seen == 2 -> Settle()
  :: seen == 1 -> seen = 0
  :: seen == 0 -> Judge()
  fi
}

/* The payment is made: the reservation goes, and so does the belief in balances from before it. */
inline Settle() {
  atomic {
    seen = 0;
    if
    :: !MAY_CHANGE -> ComeTooLate()
    :: MAY_CHANGE ->
      if
      :: settled < transaction[mine].block -> settled = transaction[mine].block
      :: else
      fi;
      Move(Finalized)
    fi
  }
}

/* Proven dead: a node's FINAL height is past the last valid one and one more; THEN a look-up finds nothing, answered by a node that
   knows that height. All else is unknown and changes nothing. */
inline Judge() {
#ifdef SILENCE_IS_DEATH
  Bury();
#else
  atomic { ReadHeight() };
  if
#ifdef EXPIRES_TOO_SOON
  :: height < transaction[mine].last_valid -> height = 0
  :: height >= transaction[mine].last_valid ->
#else
  :: height <= transaction[mine].last_valid + 1 -> height = 0
  :: height > transaction[mine].last_valid + 1 ->
#endif
#ifdef STATUS_BEFORE_HEIGHT
    /* The look-up that brought us here has to do. */
    height = 0;
    Bury()
#else
    atomic {
      ReadStatus();
#ifdef LAGGING_NODE_BELIEVED
      proven = seen == 0;
#else
      proven = seen == 0 && view >= height;
#endif
      height = 0;
      view = 0;
      seen = 0
    };
    if
    :: proven -> proven = false; Bury()
    :: !proven
    fi
#endif
  fi
#endif
}

/* Under the wallet's lock: signed again with the funds still reserved, or the end when there were attempts enough or it is too late. */
inline Bury() {
  atomic {
    if
    :: !MAY_CHANGE -> ComeTooLate()
    :: MAY_CHANGE ->
      printf("instance %d: takes transaction %d for dead\n", me + 1, mine + 1);
      mine = NONE;
      if
      :: transfer[works_on[me]].attempts < ATTEMPTS -> Move(Ready)
      :: Move(Expired)
      fi
    fi
  }
}

inline Crash() {
  printf("instance %d: CRASHES\n", me + 1);
  if
  :: works_on[me] != NONE && transfer[works_on[me]].owner == me -> transfer[works_on[me]].owner = NONE
  :: else
  fi;
  if
  :: request != NONE -> queued[request]++
  :: else
  fi;
  LetGo();
  request = NONE; seen = 0; proven = false;
  height = 0; view = 0; balance = 0; reserved = 0; in_flight = 0; promised = 0; i = 0
}

#define IS_IDLE         (works_on[me] == NONE && request == NONE)
#define IS_LEFT(which)  (transfer[which].owner == NONE && IS_OPEN(transfer[which].status))

/* The instances are alike: without loss of generality the first of them commits the first transfer. */
#define MAY_BEGIN       (me == 0 || transfer[0].status != Missing)

active [2] proctype Instance() {
  byte me = _pid;
  byte request = NONE;                  /* taken from the queue, not acknowledged */
  mtype:state status = Missing;         /* of the transfer it works on, as far as it knows */
  byte mine = NONE;                     /* the transaction it works on */
  byte seen, height, view, balance, reserved, in_flight, promised, i;
  bool proven;

again:
  {
    do
    :: atomic { IS_IDLE && queued[0] > 0 && MAY_BEGIN -> queued[0]--; request = 0 }
#if REQUESTS > 1
    :: atomic { IS_IDLE && queued[1] > 0 -> queued[1]--; request = 1 }
#endif
    :: atomic { request != NONE -> Admit() }
#ifndef NO_TAKEOVER
    :: atomic { IS_IDLE && IS_LEFT(0) -> Claim(0) }
#if TRANSFERS > 1
    :: atomic { IS_IDLE && IS_LEFT(1) -> Claim(1) }
#endif
#endif
    :: status == Received -> Decide()
    :: status == Ready -> Sign()
    :: atomic { status == Ready -> GiveUp() }
    :: status == Signed -> Watch()
    :: over -> break
    od
  } unless {
    /* Between any two steps: memory is gone, leases run out, what was not acknowledged is delivered again. */
    atomic {
      crash[me]?_ ->
      Crash();
      goto again
    }
  }
}

/* ---- The chain. */

/* A block takes any of the transactions that can land. */
inline Block() {
  tip++;
  for (i : 0 .. TRANSACTIONS - 1) {
    if
    :: CAN_LAND(i) ->
      printf("chain: block %d executes transaction %d\n", tip, i + 1);
      transaction[i].block = tip;
      CheckEffects()
    :: true
    fi
  };
  i = 0
}

inline CheckEffects() {
  for (other : 0 .. TRANSACTIONS - 1) {
    if
    :: HAS_LANDED(other) ->
      landed++;
      assert(other == i || REQUEST_OF(other) != REQUEST_OF(i))      /* at most one effect per intent */
    :: else
    fi
  };
  assert(landed <= FUNDS);                                          /* an accepted payment finds its funds */
  other = 0;
  landed = 0
}

inline Drop() {
  printf("chain: DROPS the blocks after block %d\n", final);
  tip = final;
  lag = OLDER(lag, tip);
  for (i : 0 .. TRANSACTIONS - 1) {
    if
    :: transaction[i].block > tip -> transaction[i].block = 0
    :: else
    fi
  };
  i = 0
}

active proctype Chain() {
  byte i, other, landed;

  do
  :: atomic { tip < horizon && tip < final + DEPTH -> Block() }
  :: atomic { final < tip -> final++; printf("chain: block %d is final\n", final) }
  :: lag < tip -> lag = tip
  :: atomic { final < tip && faults > 0 -> faults--; Drop() }
  :: over -> break
  od
}

/* ---- What else goes wrong. */

active proctype Faults() {
  do
  :: atomic { faults > 0 && !over -> faults--; crash[0]!true }
  :: atomic { faults > 0 && !over -> faults--; crash[1]!true }
  :: atomic {
      faults > 0 && !over ->
      faults--;
      printf("request 1 ARRIVES AGAIN\n");
      queued[0]++
    }
  :: atomic {
      faults > 0 && !over && transfer[0].owner != NONE ->
      faults--;
      printf("instance %d is slow, its LEASE of transfer 1 RUNS OUT\n", transfer[0].owner + 1);
      transfer[0].owner = NONE
    }
  :: over -> break
  od
}

/* ---- What must be so in the end: every request is answered, no transfer is open, nothing that was signed can land any more. */

#define IS_ANSWERED(which) (queued[which] == 0 && IS_END(transfer[which].status))

#if TRANSFERS > REQUESTS
#define ALL_ENDED (IS_ANSWERED(0) && !IS_OPEN(transfer[1].status))
#elif REQUESTS > 1
#define ALL_ENDED (IS_ANSWERED(0) && IS_ANSWERED(1))
#else
#define ALL_ENDED IS_ANSWERED(0)
#endif

active proctype Oracle() {
  byte i;

  atomic {
    ALL_ENDED && tip == horizon && final == tip ->
    for (i : 0 .. TRANSFERS - 1) {
      assert(!transfer[i].reserved)                                   /* nothing stays reserved */
    };
    for (i : 0 .. TRANSACTIONS - 1) {
      if
      :: i < signatures && HAS_LANDED(i) ->
        assert(transfer[transaction[i].transfer].status == Finalized &&
          transfer[transaction[i].transfer].transaction == i)           /* what was executed is recorded as such */
      :: i < signatures && !HAS_LANDED(i) ->
        assert(transfer[transaction[i].transfer].status != Finalized ||
          transfer[transaction[i].transfer].transaction != i)           /* what is recorded as executed was */
      :: else
      fi
    };
    over = true
  }
}

/* Checked under weak fairness: no process that can go on is kept waiting for ever. */
ltl every_intent_ends { <> over }

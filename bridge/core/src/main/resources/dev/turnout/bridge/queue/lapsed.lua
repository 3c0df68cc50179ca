-- lapsed.lua : claims and reserved jobs whose lease has lapsed, and which of them are crashes. Read only.
-- A claim that was renewed once was known to its worker: a crash. So is one that never was, unless its worker was heard of
-- in the second half of the lease. Such a worker lives, and would have renewed by then what it knows, for renewals come
-- at a third of the lease: the reply to its claim was lost, and the body never ran. A worker's id is new in each process.
-- KEYS prefix | ARGV count
-- Answers now, then id, lease, body, crashes so far, kind a job:
-- 0 reserved · 1 claimed, and the worker crashed · 2 claimed, and the worker never knew
-- include lib/keys.lua
-- include lib/number.lua
-- include lib/alive.lua
local reply = {now}
local function kindOf(id, held, ends)
  local token, owner = string.match(held, '^(%d+):%d+:(.*)$')
  if not token or redis.call('HGET', renewals, id) == token then return 1 end
  local last, holds = lastHeard(owner)
  return last >= ends - holds / 2 and 2 or 1
end
local function add(set, claimed)
  local found = redis.call('ZRANGEBYSCORE', set, '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
  for i = 1, #found, 2 do
    local id = found[i]
    local held = redis.call('HGET', lease, id) or ''
    reply[#reply + 1] = id
    reply[#reply + 1] = held
    reply[#reply + 1] = redis.call('GET', job(id)) or ''
    reply[#reply + 1] = numberIn(crashes, id)
    reply[#reply + 1] = claimed and kindOf(id, held, tonumber(found[i + 1])) or 0
  end
end
add(leases, true)
add(reserved, false)
return reply

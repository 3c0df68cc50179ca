-- fill.lua : make runs that a gap between two masters has left out, at once claimable, or in the state that filters chose; or close the
-- gap. The master must still be the one that the caller knew: it never makes these runs any more.
-- KEYS prefix | ARGV at, reign, up to when all has been seen to (µs), whether that is the end of the gap (1), number of runs up to then
-- that JobRunr's own rule has left out, then recurring id, time of its run, creation time of the definition (ms), id, version before,
-- body (empty: it is only decided), state, score, due time and recurring id again a run
-- Answers now, then a code a run (the gap is closed if none is 0 or below -3):
-- 1 made · 0 an earlier one waits, is enqueued or runs · -1 decided before · -3 the definition has changed, or is gone
-- -4 the master has changed · -9 clock off
-- include lib/keys.lua
-- include lib/move.lua
local at, reign, upTo = ARGV[1], ARGV[2], ARGV[3]
local function instances(recurring) return p .. 'turnout:instances:' .. recurring end
local ours = redis.call('ZCOUNT', created, '-inf', '(+inf') == 0
local known = redis.call('HMGET', master, 'reign', 'who', 'gap')
local same = known[1] == reign and known[3] and (known[2] == '') == ours
local function decide(recurring, run)
  if (tonumber(redis.call('HGET', decided, recurring) or '') or 0) < tonumber(run) then
    redis.call('HSET', decided, recurring, string.format('%.0f', run))
  end
end
local reply, close, made = {now}, ARGV[4] == '1' and same, false
for i = 6, #ARGV, 10 do
  local recurring, dueAt, id, body = ARGV[i], ARGV[i + 1], ARGV[i + 3], ARGV[i + 5]
  local last = tonumber(redis.call('HGET', filled, recurring) or '') or 0
  local code = 1
  if not same then code = -4
  elseif redis.call('HGET', p .. 'recurringjob:createdAt', recurring) ~= ARGV[i + 2] then code = -3
  elseif last >= tonumber(dueAt) then code = -1
  elseif clockIsOff(at) then code = -9
  elseif body == '' then
    decide(recurring, dueAt)
  else
    for _, state in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING'}) do
      if redis.call('SISMEMBER', marker(state), recurring) == 1 then code = 0 end
    end
    if code == 1 then
      redis.call('HSET', filled, recurring, dueAt)
      move(id, 'SCHEDULED', ARGV[i + 6], ARGV[i + 4] + 1, body, ARGV[i + 7], ARGV[i + 8], recurring)
      made = true
    end
  end
  if code == 0 or code < -3 then close = false end
  reply[#reply + 1] = code
end
if made then
  redis.call('PUBLISH', signal, 'work')
end
-- who comes first counts
if same and tonumber(upTo) > tonumber(known[3]) then
  redis.call('HSET', master, 'gap', upTo)
  if ARGV[5] ~= '0' then redis.call('HINCRBY', master, 'overlapped', ARGV[5]) end
end
if close then
  redis.call('HDEL', master, 'gap', 'quietFrom', 'quietTo')
  redis.call('HSET', master, 'from', upTo)
  -- what JobRunr 8 has made far ahead is made; the drop-in keeps its time. Only a first version counts: earlier drop-ins kept the time of
  -- a retry
  for _, recurring in ipairs(ours and redis.call('SMEMBERS', p .. 'recurringjobs') or {}) do
    local ahead = redis.call('ZREVRANGEBYSCORE', instances(recurring), '+inf', upTo, 'WITHSCORES', 'LIMIT', 0, 200)
    for i = 1, #ahead, 2 do
      if redis.call('GET', version(ahead[i])) == '1' then decide(recurring, ahead[i + 1]) end
    end
  end
end
return reply

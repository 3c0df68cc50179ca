-- save.lua : store jobs, new ones and changed ones, each with version, indexes and markers together
-- KEYS prefix | ARGV id, version before (0: new), body, state, score, due (0: not scheduled), recurring id, when that instance was to
-- run (empty: as known), signature, task and time of creation of one that goes into the queue (empty: not known) a job
-- Answers now, then a code a job:
-- 1 stored (also when this very body is stored already), or a new instance for a past run that the async pool has decided about: its
-- maker stood still meanwhile, and nothing was done · 0 changed, gone, or there already: nothing was done
-- -1 an async worker holds it, and only its owner may say how it went on
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/number.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include /dev/turnout/bridge/queue/lib/route.lua
-- include /dev/turnout/bridge/queue/lib/index.lua
-- include lib/places.lua
local reply = {now}
local wake, entered = false, 0
local earliest
local function holds(id)
  local ends = redis.call('ZSCORE', leases, id)
  return ends and tonumber(ends) > now
end
local function isDecided(rid, scheduled)
  if rid == '' or scheduled == '' or tonumber(scheduled) > now then return false end
  for _, runs in ipairs({decided, filled}) do
    if (tonumber(redis.call('HGET', runs, rid) or '') or 0) >= tonumber(scheduled) then return true end
  end
  return false
end
for i = 1, #ARGV, 11 do
  local id, before, body, to, score = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local dueAt, rid, scheduled, signature = ARGV[i + 5], ARGV[i + 6], ARGV[i + 7], ARGV[i + 8]
  local stored = redis.call('GET', version(id))
  local byHand = to == 'DELETED' or to == 'ENQUEUED'
  local code = 1
  if (before == '0' and (stored or redis.call('EXISTS', job(id)) == 1)) or (before ~= '0' and stored ~= before) then
    code = redis.call('GET', job(id)) == body and 1 or 0
  elseif before == '0' and isDecided(rid, scheduled) then code = 1
  elseif not byHand and holds(id) then code = -1
  else
    local from = before ~= '0' and takeOut(id) or nil
    redis.call('SET', version(id), before + 1)
    redis.call('SET', job(id), body)
    redis.call('ZADD', queue(to), to == 'PROCESSING' and now or score, id)
    if to == 'SCHEDULED' then redis.call('ZADD', due, dueAt, id) end
    redis.call('SADD', signatures(to), signature)
    remark(id, rid, from, to, scheduled)
    if redis.call('HEXISTS', lease, id) == 1 then
      drop(id)
      redis.call('PUBLISH', signal, 'cancel ' .. id)
    end
    if to == 'ENQUEUED' then
      wake = true
      earliest = math.min(earliest or math.huge, tonumber(ARGV[i + 10]) or 0)
      entered = entered + enter(id, ARGV[i + 9], ARGV[i + 10])
    elseif from == 'ENQUEUED' then unlist(id) end
  end
  reply[#reply + 1] = code
end
keepSmall(entered)
if wake then redis.call('PUBLISH', signal, string.format('work %.0f %.0f', earliest, now)) end
return reply

-- claim.lua : take jobs beyond the head-room, visible as processing at once. A job that a legacy server takes has no lease and is
-- bound by no cap: those are the async pool's.
-- KEYS prefix | ARGV pool (async, legacy) worker lease skew head-room at looked (when the legacy pool was looked for and nothing else was
-- found that is ripe: servers that meant to look for what was there then need not; 0: not so), then id version body recurring task key value born a job
-- Answers now, epoch, then code, token and crashes so far a job:
-- 1 claimed · 0 lost (changed, or gone) · -1 not this pool's by its route · -2 too near to the head · -3 too young
-- -4 as many of its task are in flight as its cap allows · -5 its task is paused · -6 its key was read by an older route
-- -7 younger than the minimum age · -9 clock off
-- include lib/keys.lua
-- include lib/headroom.lua
-- include lib/age.lua
-- include lib/route.lua
-- include lib/index.lua
-- include lib/limits.lua
-- include lib/number.lua
-- include lib/flight.lua
-- include lib/move.lua
local pool, me, holds, skew, at = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[6]
local async = pool == 'async'
local room, _, poll = headroom(ARGV[5])
local ripe = now - minimumAge(poll)
local enqueued = queue('ENQUEUED')
local reply = {now, epochNow()}
local taken = 0
for i = 8, #ARGV, 8 do
  local id, v, body, recurring, task, key, value, born =
    ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5], ARGV[i + 6], tonumber(ARGV[i + 7])
  local score = redis.call('ZSCORE', enqueued, id)
  local whose = side(id, task, key, value)
  local code, token = 1, 0
  if not score or redis.call('GET', version(id)) ~= v then code = 0
  elseif whose == -6 then code = -6
  elseif (whose == 1) ~= async then code = -1
  elseif async and isHeld(task) then code = -5
  elseif async and isFull(task) then code = -4
  elseif room > 0 and redis.call('ZRANK', enqueued, id) < room then code = -2
  elseif room > 0 and tonumber(score) > now - skew then code = -3
  elseif born > ripe then code = -7
  elseif clockIsOff(at) then code = -9
  else
    if async then token = nextToken() end
    move(id, 'ENQUEUED', 'PROCESSING', v + 1, body, now, 0, recurring)
    if async then
      redis.call('HSET', lease, id, string.format('%.0f:%d:%s', token, v + 1, me))
      redis.call('ZADD', leases, now + holds, id)
      board(id, task)
      redis.call('HDEL', parked, id)
      redis.call('HSET', lastOf, 'claim', string.format('%.0f', now), 'claim ' .. task, string.format('%.0f', now))
    end
    unlist(id)
    taken = taken + 1
  end
  reply[#reply + 1] = code
  reply[#reply + 1] = token
  reply[#reply + 1] = mended(crashes, id)
end
if taken > 0 and ARGV[7] ~= '0' then redis.call('PUBLISH', signal, 'taken ' .. ARGV[7]) end
return reply

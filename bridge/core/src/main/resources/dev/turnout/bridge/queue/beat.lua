-- beat.lua : say that a worker lives, what it holds and which epoch it obeys
-- KEYS prefix | ARGV worker inFlight epoch, µs since it last started a body (empty: never), then JobRunr's fields and values that change
-- Answers now, epoch, then a code:
-- 1 heard · 0 somebody took us off the list: announce again
-- include lib/keys.lua
local me = ARGV[1]
if redis.call('EXISTS', server(me)) == 0 or redis.call('EXISTS', worker(me)) == 0 then return {now, epochNow(), 0} end
for i = 5, #ARGV, 2 do redis.call('HSET', server(me), ARGV[i], ARGV[i + 1]) end
redis.call('HSET', worker(me), 'inFlight', ARGV[2], 'epoch', ARGV[3], 'updated', string.format('%.0f', now))
if ARGV[4] ~= '' then
  local start = now - ARGV[4]
  if start > (tonumber(redis.call('HGET', lastOf, 'start') or '') or 0) then
    redis.call('HSET', lastOf, 'start', string.format('%.0f', start))
  end
end
redis.call('ZADD', workers, now, me)
redis.call('ZADD', updated, now, me)
return {now, epochNow(), 1}

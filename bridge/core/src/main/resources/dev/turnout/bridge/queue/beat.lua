-- beat.lua : say that a worker lives, what it holds and which epoch it obeys
-- KEYS prefix | ARGV worker inFlight epoch, its mark, µs since it last started a body (empty: never), number of tasks that have started lately,
-- then each with the µs since, then JobRunr's fields and values that change
-- Answers now, epoch, then a code:
-- 1 heard · 0 somebody took us off the list: announce again
-- include lib/keys.lua
local me, tasks = ARGV[1], tonumber(ARGV[6])
if redis.call('EXISTS', server(me)) == 0 or redis.call('EXISTS', worker(me)) == 0 then return {now, epochNow(), 0} end
for i = 7 + 2 * tasks, #ARGV, 2 do redis.call('HSET', server(me), ARGV[i], ARGV[i + 1]) end
redis.call('HSET', worker(me), 'inFlight', ARGV[2], 'epoch', ARGV[3], 'mark', ARGV[4], 'updated', string.format('%.0f', now))
local function started(field, ago)
  local start = now - ago
  if start > (tonumber(redis.call('HGET', lastOf, field) or '') or 0) then
    redis.call('HSET', lastOf, field, string.format('%.0f', start))
  end
end
if ARGV[5] ~= '' then started('start', ARGV[5]) end
for i = 7, 6 + 2 * tasks, 2 do started('start ' .. ARGV[i], ARGV[i + 1]) end
redis.call('ZADD', workers, now, me)
redis.call('ZADD', updated, now, me)
return {now, epochNow(), 1}

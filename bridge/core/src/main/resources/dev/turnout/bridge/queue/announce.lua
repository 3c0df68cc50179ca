-- announce.lua : enter a worker into our list, and into JobRunr's at infinity, where nobody becomes master
-- KEYS prefix | ARGV worker, number of own fields, own fields and values, then JobRunr's fields and values
-- Answers now, epoch
-- 1 always entered
-- include lib/keys.lua
local me, own = ARGV[1], tonumber(ARGV[2])
redis.call('DEL', server(me))
for i = 3, 2 + 2 * own, 2 do redis.call('HSET', worker(me), ARGV[i], ARGV[i + 1]) end
for i = 3 + 2 * own, #ARGV, 2 do redis.call('HSET', server(me), ARGV[i], ARGV[i + 1]) end
redis.call('HSET', worker(me), 'updated', string.format('%.0f', now))
redis.call('ZADD', workers, now, me)
redis.call('ZADD', created, '+inf', me)
redis.call('ZADD', updated, now, me)
return {now, epochNow()}

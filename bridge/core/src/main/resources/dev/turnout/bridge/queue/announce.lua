-- announce.lua : enter a worker into our list, and into JobRunr's at infinity, where nobody becomes master. Whoever comes
-- first to an empty store says which version it has, as JobRunr's first master does; without it no server does anything.
-- KEYS prefix | ARGV worker, now as in documents, number of own fields, own fields and values, then JobRunr's fields and values
-- Answers now, epoch
-- 1 always entered
-- include lib/keys.lua
local me, at, own = ARGV[1], ARGV[2], tonumber(ARGV[3])
redis.call('DEL', server(me))
for i = 4, 3 + 2 * own, 2 do redis.call('HSET', worker(me), ARGV[i], ARGV[i + 1]) end
for i = 4 + 2 * own, #ARGV, 2 do redis.call('HSET', server(me), ARGV[i], ARGV[i + 1]) end
redis.call('HSET', worker(me), 'updated', string.format('%.0f', now))
redis.call('ZADD', workers, now, me)
redis.call('ZADD', created, '+inf', me)
redis.call('ZADD', updated, now, me)
if redis.call('EXISTS', databaseVersion) == 0 then
  redis.call('HSET', databaseVersion, 'id', 'database_version-cluster', 'name', 'database_version', 'owner', 'cluster',
    'value', '6.0.0', 'createdAt', at, 'updatedAt', at)
  redis.call('SADD', metadata, databaseVersion)
end
return {now, epochNow()}

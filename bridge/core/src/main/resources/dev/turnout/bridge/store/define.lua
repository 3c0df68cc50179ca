-- define.lua : store a recurring job
-- KEYS prefix | ARGV id body created (ms), who created it (a word of JobRunr 8, which a JobRunr 7 cannot read; empty: nothing said)
-- Answers now
-- 1 always stored
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include lib/places.lua
local id = ARGV[1]
redis.call('SET', recurring(id), ARGV[2])
redis.call('SADD', recurrings, id)
redis.call('HSET', recurringCreated, id, ARGV[3])
if ARGV[4] == '' then redis.call('HDEL', creators, id) else redis.call('HSET', creators, id, ARGV[4]) end
return {now}

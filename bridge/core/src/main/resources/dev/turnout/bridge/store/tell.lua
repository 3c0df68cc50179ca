-- tell.lua : store a piece of JobRunr's metadata
-- KEYS prefix | ARGV id, then fields and values
-- Answers now
-- 1 always stored
-- include /dev/turnout/bridge/queue/lib/keys.lua
local key = p .. 'metadata:' .. ARGV[1]
for i = 2, #ARGV, 2 do redis.call('HSET', key, ARGV[i], ARGV[i + 1]) end
redis.call('SADD', metadata, key)
return {now}

-- announce-legacy.lua : what a legacy server with our parts says of itself, until its time to live ends
-- KEYS legacy | ARGV ttl-seconds level host pid, class names of its filters, a line each
-- 1 said   (no reply = said at the next beat)
local t = redis.call('TIME')
redis.call('HSET', KEYS[1], 'level', ARGV[2], 'host', ARGV[3], 'pid', ARGV[4], 'filters', ARGV[5],
    'updated', t[1] .. string.format('%06d', t[2]))
redis.call('EXPIRE', KEYS[1], ARGV[1])
return 1

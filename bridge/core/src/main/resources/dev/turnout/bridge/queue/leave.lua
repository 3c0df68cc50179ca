-- leave.lua : take a worker off both lists
-- KEYS prefix | ARGV worker
-- Answers now
-- 1 always gone
-- include lib/keys.lua
local me = ARGV[1]
redis.call('DEL', server(me), worker(me), worker(me) .. ':tasks', worker(me) .. ':unfit')
redis.call('ZREM', created, me)
redis.call('ZREM', updated, me)
redis.call('ZREM', workers, me)
return {now}

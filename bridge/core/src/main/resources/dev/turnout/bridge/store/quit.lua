-- quit.lua : take servers off JobRunr's list, those named, or those that were not heard of for too long
-- KEYS prefix | ARGV silent for in µs (empty: those named), ids
-- Answers now, number of servers that went
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
local ids = {}
if ARGV[1] ~= '' then ids = redis.call('ZRANGEBYSCORE', updated, '-inf', string.format('%.0f', now - tonumber(ARGV[1])))
else for i = 2, #ARGV do ids[#ids + 1] = ARGV[i] end end
for _, id in ipairs(ids) do
  redis.call('DEL', server(id))
  redis.call('ZREM', created, id)
  redis.call('ZREM', updated, id)
end
return {now, #ids}

-- quit.lua : take servers off JobRunr's list, those named, or those that were not heard of for too long: as long as the caller says,
-- and at least four of their own polls, for a server may poll less often than the one that looks
-- KEYS prefix | ARGV silent for in µs (empty: those named), ids
-- Answers now, number of servers that went
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
local ids = {}
local function polls(id) return math.max(5, tonumber(redis.call('HGET', server(id), 'pollIntervalInSeconds') or '') or 15) end
if ARGV[1] ~= '' then
  local silent = redis.call('ZRANGEBYSCORE', updated, '-inf', string.format('%.0f', now - tonumber(ARGV[1])), 'WITHSCORES')
  for i = 1, #silent, 2 do
    if tonumber(silent[i + 1]) < now - 4000000 * polls(silent[i]) then ids[#ids + 1] = silent[i] end
  end
else
  for i = 2, #ARGV do ids[#ids + 1] = ARGV[i] end
end
for _, id in ipairs(ids) do
  redis.call('DEL', server(id))
  redis.call('ZREM', created, id)
  redis.call('ZREM', updated, id)
end
return {now, #ids}

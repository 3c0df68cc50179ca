-- bury.lua : take servers and workers off the lists that have been silent for longer than JobRunr itself would wait, so
-- that a crashed last legacy server does not keep its head-room and its duties for ever
-- KEYS prefix | ARGV grace
-- Answers now, number of entries taken off
-- 0 none
-- include lib/keys.lua
local grace, gone = tonumber(ARGV[1]), 0
local silent = redis.call('ZRANGEBYSCORE', updated, '-inf', now - 20000000 - grace, 'WITHSCORES')
for i = 1, #silent, 2 do
  local id = silent[i]
  local poll = tonumber(redis.call('HGET', server(id), 'pollIntervalInSeconds') or '') or 15
  if tonumber(silent[i + 1]) < now - 4 * poll * 1000000 - grace then
    redis.call('DEL', server(id))
    redis.call('ZREM', created, id)
    redis.call('ZREM', updated, id)
    gone = gone + 1
  end
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', workers, '-inf', now - 60000000 - grace)) do
  redis.call('DEL', worker(id), worker(id) .. ':tasks', worker(id) .. ':unfit')
  redis.call('ZREM', workers, id)
  gone = gone + 1
end
return {now, gone}

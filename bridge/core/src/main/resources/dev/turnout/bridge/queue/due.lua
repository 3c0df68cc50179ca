-- due.lua : scheduled jobs that are due, if promoting is ours: only while no legacy server lives. Read only.
-- KEYS prefix | ARGV count
-- Answers now, then id, version, body a job; none while a legacy server lives
-- 0 not ours · n jobs
-- include lib/keys.lua
local reply = {now}
if redis.call('ZCOUNT', created, '-inf', '(+inf') > 0 then return reply end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, ARGV[1])) do
  reply[#reply + 1] = id
  reply[#reply + 1] = redis.call('GET', version(id)) or ''
  reply[#reply + 1] = redis.call('GET', job(id)) or ''
end
return reply

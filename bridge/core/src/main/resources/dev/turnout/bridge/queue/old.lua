-- old.lua : jobs that have ended well long ago, if cleaning up is ours: only while no legacy server lives. Read only.
-- KEYS prefix | ARGV count offset
-- Answers now, how long jobs that ended well are kept, and deleted ones (ISO durations), number of deleted ones, then id, version, body
-- of the oldest that ended well, with the score last; none while a legacy server lives
-- 0 not ours · n jobs
-- include lib/keys.lua
if redis.call('ZCOUNT', created, '-inf', '(+inf') > 0 then return {now, '', '', 0} end
local said = redis.call('HMGET', master, 'deleteAfter', 'removeAfter')
local reply = {now, said[1] or 'PT36H', said[2] or 'PT72H', redis.call('ZCARD', queue('DELETED'))}
local ids = redis.call('ZRANGE', queue('SUCCEEDED'), ARGV[2], ARGV[2] + ARGV[1] - 1, 'WITHSCORES')
for i = 1, #ids, 2 do
  reply[#reply + 1] = ids[i]
  reply[#reply + 1] = redis.call('GET', version(ids[i])) or ''
  reply[#reply + 1] = redis.call('GET', job(ids[i])) or ''
  reply[#reply + 1] = ids[i + 1]
end
return reply

-- due.lua : scheduled jobs that are due, if promoting is ours: only while no legacy server lives. Read only.
-- KEYS prefix | ARGV count offset, parked ones too (1), most-bytes (of documents; at least one is read)
-- Answers now, the offset behind the last entry looked at (0: that was the last one), then id, version, body a job; now alone
-- while a legacy server lives
-- 0 not ours · n jobs
-- include lib/keys.lua
local PAGE, PAGES = 500, 10
local count, offset, all, most = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1', tonumber(ARGV[4])
if redis.call('ZCOUNT', created, '-inf', '(+inf') > 0 then return {now} end
local reply, found, bytes = {now, 0}, 0, 0
for _ = 1, PAGES do
  local ids = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', offset, PAGE)
  if #ids == 0 then return reply end
  local reasons = redis.call('HMGET', parked, unpack(ids))
  for i, id in ipairs(ids) do
    if found == count or (bytes >= most and found > 0) then
      reply[2] = offset
      return reply
    end
    offset = offset + 1
    if all or not reasons[i] then
      local body = redis.call('GET', job(id)) or ''
      found, bytes = found + 1, bytes + #body
      reply[#reply + 1] = id
      reply[#reply + 1] = redis.call('GET', version(id)) or ''
      reply[#reply + 1] = body
    end
  end
  if #ids < PAGE then return reply end
end
reply[2] = offset
return reply

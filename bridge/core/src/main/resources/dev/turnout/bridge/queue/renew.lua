-- renew.lua : extend leases, and keep the jobs alive for JobRunr's orphan check, by score only
-- KEYS prefix | ARGV worker lease, then id token recurring a job
-- Answers now, then a code a job:
-- 1 renewed · 0 already final, cancelled or deleted too · -1 lost: cancel the run
-- include lib/keys.lua
local me, holds = ARGV[1], tonumber(ARGV[2])
local processing = queue('PROCESSING')
local reply = {now}
if redis.call('EXISTS', worker(me)) == 1 then
  redis.call('HSET', worker(me), 'renewed', string.format('%.0f', now))
end
for i = 3, #ARGV, 3 do
  local id, token, recurring = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local t, v, w = string.match(redis.call('HGET', lease, id) or '', '^(%d+):(%d+):(.*)$')
  local code = -1
  if t == token and w == me and redis.call('GET', version(id)) == v and redis.call('ZSCORE', processing, id) then
    redis.call('ZADD', leases, now + holds, id)
    redis.call('HSET', renewals, id, token)
    redis.call('ZADD', processing, 'XX', 'GT', now, id)
    -- JobRunr's clean-up of an older instance may have taken the marker of this one
    if recurring ~= '' then redis.call('SADD', marker('PROCESSING'), recurring) end
    code = 1
  elseif redis.call('ZSCORE', queue('SUCCEEDED'), id) or redis.call('ZSCORE', queue('FAILED'), id)
    or redis.call('ZSCORE', queue('DELETED'), id) then
    code = 0
  end
  reply[#reply + 1] = code
end
return reply

-- note.lua : store the metadata of a running job: same state, next version
-- KEYS prefix | ARGV worker id token version body
-- Answers now, then a code:
-- 1 stored (also when this very body is stored already) · -1 lost
-- include lib/keys.lua
local me, id, token, v, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local held = redis.call('HGET', lease, id)
local after = string.format('%s:%d:%s', token, v + 1, me)
if held == token .. ':' .. v .. ':' .. me
  and redis.call('GET', version(id)) == v and redis.call('ZSCORE', queue('PROCESSING'), id) then
  redis.call('SET', version(id), v + 1)
  redis.call('SET', job(id), body)
  redis.call('HSET', lease, id, after)
  return {now, 1}
end
if held == after and redis.call('GET', job(id)) == body then return {now, 1} end
return {now, -1}

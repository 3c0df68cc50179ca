-- delete.lua : move a job to DELETED from whatever state it is in
-- KEYS prefix | ARGV at id version body score recurring
-- Answers now, then a code:
-- 1 deleted · 0 was deleted before · -1 changed in between, or gone · -9 clock off
-- include lib/keys.lua
-- include lib/move.lua
-- include lib/drop.lua
local at, id, v, body, score, recurring = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
if redis.call('ZSCORE', queue('DELETED'), id) then return {now, 0} end
if redis.call('GET', version(id)) ~= v then return {now, -1} end
for _, from in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING', 'SUCCEEDED', 'FAILED'}) do
  if redis.call('ZSCORE', queue(from), id) then
    if clockIsOff(at) then return {now, -9} end
    move(id, from, 'DELETED', v + 1, body, score, 0, recurring)
    drop(id)
    redis.call('HDEL', crashes, id)
    redis.call('HDEL', parked, id)
    return {now, 1}
  end
end
return {now, -1}

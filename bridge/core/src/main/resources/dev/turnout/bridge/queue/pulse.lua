-- pulse.lua : is there something to do? Read only, cheap.
-- KEYS prefix | ARGV head-room (-1: by the servers)
-- Answers now, epoch, claimable, the last id of the queue (empty: none): where it is another one than before, something came
-- 0 nothing beyond the head-room, no head left for too long, or everything is paused · n jobs
-- include lib/keys.lua
-- include lib/headroom.lua
local room, patience = headroom(ARGV[1])
local enqueued = queue('ENQUEUED')
local claimable = redis.call('ZCARD', enqueued) - room
if claimable <= 0 and room > 0 then
  claimable = redis.call('ZCOUNT', enqueued, '-inf', '(' .. string.format('%.0f', now - patience))
end
if redis.call('SISMEMBER', hold, '*') == 1 then claimable = 0 end
return {now, epochNow(), math.max(claimable, 0), redis.call('ZRANGE', enqueued, -1, -1)[1] or ''}

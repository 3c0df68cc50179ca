-- pulse.lua : is there something to do? Read only, cheap.
-- KEYS prefix | ARGV head-room (-1: by the servers)
-- Answers now, epoch, claimable:
-- 0 nothing beyond the head-room, no head left for too long, or everything is paused · n jobs
-- include lib/keys.lua
-- include lib/headroom.lua
local room, patience = headroom(ARGV[1])
local claimable = redis.call('ZCARD', queue('ENQUEUED')) - room
if claimable <= 0 and room > 0 then
  claimable = redis.call('ZCOUNT', queue('ENQUEUED'), '-inf', '(' .. string.format('%.0f', now - patience))
end
if redis.call('SISMEMBER', hold, '*') == 1 then claimable = 0 end
return {now, epochNow(), math.max(claimable, 0)}

-- enlist.lua : enter jobs that were read and are not claimed now into the index; their marks end. For each that comes in, two
-- entries are looked at that may have left the queue unseen, so that the index does not outgrow it.
-- KEYS prefix | ARGV then id task key value born a job
-- Answers now, then a code a job:
-- 1 enlisted · 0 it has left the queue
-- include lib/keys.lua
-- include lib/route.lua
-- include lib/index.lua
local reply = {now}
for i = 1, #ARGV, 5 do
  local waits = redis.call('ZSCORE', queue('ENQUEUED'), ARGV[i])
  if waits then enlist(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]) else unlist(ARGV[i]) end
  reply[#reply + 1] = waits and 1 or 0
end
sweepOn(2 * #reply)
return reply

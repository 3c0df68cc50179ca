-- routes.lua : all routes, the groups of tasks and their epoch, from one moment. Read only.
-- KEYS prefix | ARGV none
-- Answers now, epoch, routes {task, record …}, groups {task, group …}, the mark of the epoch
-- 0 routes: everything is the legacy pool's
-- include lib/keys.lua
return {now, epochNow(), redis.call('HGETALL', routes), redis.call('HGETALL', groups), redis.call('GET', mark) or ''}

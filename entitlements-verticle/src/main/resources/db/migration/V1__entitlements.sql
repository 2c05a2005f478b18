-- What may be granted, to whom, on which live sessions, how far it is true on the brokers, and the ledger of all of it.
--
-- Lock order of every writer: the advisory lock of the catalog, one row of users, groups or seats, then rows of enforcement
-- by (broker, client_username, user_id). Whoever keeps to it cannot deadlock.

-- Rights ------------------------------------------------------------------------------------------------------------

create table products (
  id      text primary key,
  filters text[] not null check (cardinality(filters) > 0) -- canonical SMF spelling
);

create table groups (
  id          text primary key,
  -- The change through which somebody replaced the group's products since the catalog was applied last.
  replaced_by text
);

create table group_products (
  group_id   text not null references groups,
  product_id text not null references products,
  primary key (group_id, product_id)
);

create table users (
  id     text primary key,
  status text not null check (status in ('ACTIVE', 'SUSPENDED'))
);

create table user_groups (
  user_id  text not null references users,
  group_id text not null references groups,
  primary key (user_id, group_id)
);
create index user_groups_by_group on user_groups (group_id);

create table user_products (
  user_id    text not null references users,
  product_id text not null references products,
  primary key (user_id, product_id)
);

create table user_brokers (
  user_id         text not null references users,
  broker          text not null,
  client_username text not null,
  primary key (user_id, broker),
  -- One client username serves one user: otherwise nobody could say whose session it is.
  constraint user_brokers_one_user unique (broker, client_username)
);

-- The union over groups and direct grants. A suspended user holds nothing.
create view held_products as
select held.user_id, p.id as product_id, p.filters
from (
  select user_id, product_id from user_products
  union
  select ug.user_id, gp.product_id from user_groups ug join group_products gp using (group_id)
) held
join products p on p.id = held.product_id
join users u on u.id = held.user_id and u.status = 'ACTIVE';

-- Intents -----------------------------------------------------------------------------------------------------------

create table changes (
  id           text primary key,
  kind         text not null,
  requested_at timestamptz not null default now(),
  caller       text not null,
  reason       text not null
);

alter table groups add foreign key (replaced_by) references changes deferrable initially deferred;

-- The one row says which catalog was applied last.
create table catalog_applied (
  only_row     boolean primary key default true check (only_row),
  content_hash text not null,
  change_id    text not null references changes,
  applied_at   timestamptz not null default now()
);

-- Kept after they were closed. No reference to users: a user may be gone and the seat stays on record.
create table seats (
  id              text primary key,
  user_id         text not null,
  broker          text not null,
  client_username text not null,
  client_kind     text not null check (client_kind in ('mqtt', 'smf')),
  client_value    text not null,
  opened_at       timestamptz not null default now(),
  opened_by       text not null references changes deferrable initially deferred,
  closed_at       timestamptz,
  closed_by       text references changes deferrable initially deferred,
  check ((closed_at is null) = (closed_by is null))
);
create unique index seats_one_open on seats (broker, client_kind, client_value) where closed_at is null;
create index seats_open_of_user on seats (user_id, broker) where closed_at is null;

-- Enforcement -------------------------------------------------------------------------------------------------------

-- One row for each user, broker and client username that ever was mapped. Epochs of one client username never go backwards,
-- also when it passes from one user to another: the row of the user it is mapped to has the highest.
create table enforcement (
  broker             text    not null,
  client_username    text    not null,
  user_id            text    not null,
  desired_epoch      bigint  not null check (desired_epoch > 0),
  -- The last proof.
  enforced_epoch     bigint  not null default 0,
  proof_kind         text,
  proof_at           timestamptz,
  remaining          text[]  not null default '{}',
  -- The last epoch for which clients were disconnected.
  disconnected_epoch bigint  not null default 0,
  -- The last failure to prove, and since when there is something to prove.
  pending_epoch      bigint  not null default 0,
  pending_left       text[]  not null default '{}',
  pending_since      timestamptz,
  settled            boolean not null generated always as (
    enforced_epoch >= desired_epoch and cardinality(remaining) = 0 and cardinality(pending_left) = 0) stored,
  primary key (broker, client_username, user_id),
  check (enforced_epoch <= desired_epoch and pending_epoch <= desired_epoch),
  check ((enforced_epoch = 0) = (proof_kind is null) and (proof_kind is null) = (proof_at is null))
);
create index enforcement_unsettled on enforcement (broker) where not settled;
create index enforcement_of_user on enforcement (user_id);

-- A target of a change is enforced once a proof for its epoch or a later one is recorded.
create table change_targets (
  change_id       text    not null references changes,
  broker          text    not null,
  client_username text    not null,
  user_id         text    not null,
  epoch           bigint  not null,
  proof_kind      text,
  proof_at        timestamptz,
  disconnected    boolean not null default false,
  remaining       text[]  not null default '{}',
  primary key (change_id, broker, client_username, user_id),
  foreign key (broker, client_username, user_id) references enforcement,
  check ((proof_kind is null) = (proof_at is null))
);
create index change_targets_open on change_targets (broker, client_username)
  where proof_at is null or cardinality(remaining) > 0;

-- The ACL profile a client username had before it was touched. The first record counts.
create table adoptions (
  broker               text not null,
  client_username      text not null,
  user_id              text not null,
  previous_acl_profile text not null,
  adopted_at           timestamptz not null default now(),
  primary key (broker, client_username)
);

-- Ledger ------------------------------------------------------------------------------------------------------------

create table ledger (
  id              bigserial primary key,
  recorded_at     timestamptz not null default clock_timestamp(),
  kind            text not null,
  user_id         text,
  broker          text,
  client_username text,
  seat_id         text,
  change_id       text,
  caller          text not null,
  reason          text not null,
  detail          jsonb not null
);
create index ledger_of_user on ledger (user_id, id) where user_id is not null;
create index ledger_of_change on ledger (change_id) where change_id is not null;

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: % is refused', tg_op using errcode = 'restrict_violation';
end
$$;

create trigger ledger_is_append_only before update or delete or truncate on ledger
  for each statement execute function ledger_is_append_only();

create table books.wide (number int primary key, old_word text);
grant select on books.wide to gonghui_app, gonghui_auditor;
insert into books.wide values (1, 'one');

alter table books.wide add column new_word text;

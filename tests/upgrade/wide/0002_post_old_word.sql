alter table books.wide drop column old_word;

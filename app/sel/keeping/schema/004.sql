-- lost: since when a store has been found without it; NULL as far as anybody knows it is there
ALTER TABLE install ADD COLUMN lost TEXT;

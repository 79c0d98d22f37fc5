SELECT nextval('fallow.act_seq')

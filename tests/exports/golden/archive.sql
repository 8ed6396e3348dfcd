BEGIN TRANSACTION;
CREATE TABLE archive (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "archive" VALUES('address','http://localhost:8000');
INSERT INTO "archive" VALUES('archive','ctarchive');
INSERT INTO "archive" VALUES('at','MOMENT');
INSERT INTO "archive" VALUES('ledger.root ROOT');
INSERT INTO "archive" VALUES('ledger.size','N');
INSERT INTO "archive" VALUES('licence.id','CC-BY-4.0');
INSERT INTO "archive" VALUES('licence.url','https://creativecommons.org/licenses/by/4.0/');
INSERT INTO "archive" VALUES('public_version N');
CREATE TABLE "capture" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "source" TEXT, "method" TEXT, "requested_url" TEXT, "final_url" TEXT, "captured_at" TEXT, "media_type" TEXT, "size" INTEGER, "sha256" TEXT, "text_sha256" TEXT, "characters" INTEGER, "fidelity" TEXT, "language" TEXT, "reader" TEXT, "reader_version" TEXT, "text" TEXT, "windows" TEXT, "masked" INTEGER, "retracted_at" TEXT, "reason" TEXT, PRIMARY KEY ("uid"), FOREIGN KEY ("source") REFERENCES "source" ("uid"));
INSERT INTO "capture" VALUES('5k95a059xf','published',2,'2026-11-22T13:13:35.254954Z','51y2hpcaa8','upload',NULL,NULL,'2026-11-22T13:13:28.732383Z','text/plain',208,'adf9f32a33d7888f1224339b380672931bb43d89c7c473d1c1fa97ae7bb520a4','adf9f32a33d7888f1224339b380672931bb43d89c7c473d1c1fa97ae7bb520a4',208,'original','en','plain','2',NULL,'[{"end":"208","start":"0","text":"The two services met on 4 May 2018, a radio said. Nobody knows how much it cost. They work together against smuggling since 2015.\n\nColonel Officer N has been deputy chief of the Border Service since March 2016."}]',1,NULL,NULL);
INSERT INTO "capture" VALUES('dtv3d5nzr2','published',2,'2026-11-22T13:13:42.381981Z','pac7s98m3s','upload',NULL,NULL,'2026-11-22T13:13:28.908404Z','text/plain',217,'fc7bdb92cbeb7c3941abe96064c2fbdf922f40387cd806a23d5bd44bda7d31cb','fc7bdb92cbeb7c3941abe96064c2fbdf922f40387cd806a23d5bd44bda7d31cb',217,'original','en','plain','2',NULL,'[]',0,NULL,NULL);
INSERT INTO "capture" VALUES('yc4f6d33tn','published',2,'2026-11-22T13:13:42.381981Z','ywsk0wyswv','upload',NULL,NULL,'2026-11-22T13:13:29.103724Z','text/plain',216,'a6150ef93a1380d02128bae6a604fff98763766b5e5ab753ece9e4081dc7be03','a6150ef93a1380d02128bae6a604fff98763766b5e5ab753ece9e4081dc7be03',216,'original','en','plain','2',NULL,'[]',0,NULL,NULL);
INSERT INTO "capture" VALUES('znpmmsx3bb','published',2,'2026-11-22T13:13:35.254954Z','0y8asryr6k','upload',NULL,NULL,'2026-11-22T13:13:28.574082Z','text/plain',329,'63aef1f2925cb4ed9a4eb3e7346aa5bf80f746cd45c31191927c4257d129b654','63aef1f2925cb4ed9a4eb3e7346aa5bf80f746cd45c31191927c4257d129b654',321,'original','en','plain','2','😀 Sərhəd xəbərləri

Border guards of the two republics met in Lankaran.

The meeting of 3 May 2018 was chaired by Colonel Officer N and ended with a joint plan.
Twelve officers took part, according to the border service. It adopted the Border Accord.

A man named Rovshan was suspected of smuggling "arms & <powder>".','[]',1,NULL,NULL);
CREATE TABLE "claim" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "event" TEXT, "entity" TEXT, "property" TEXT, "value_kind" TEXT, "value_text" TEXT, "value_edtf" TEXT, "value_low" NUMERIC, "value_high" NUMERIC, "value_entity" TEXT, "hedge" TEXT, "unit" TEXT, "currency" TEXT, "counted" TEXT, "role" TEXT, "title" TEXT, "accused" TEXT, "valid" TEXT, "attributed_to" TEXT, "language" TEXT, "credibility" INTEGER, "supersedes" TEXT, "reason" TEXT, "retracted_at" TEXT, PRIMARY KEY ("uid"), FOREIGN KEY ("event") REFERENCES "event" ("uid"), FOREIGN KEY ("entity") REFERENCES "entity" ("uid"), FOREIGN KEY ("value_entity") REFERENCES "entity" ("uid"), FOREIGN KEY ("accused") REFERENCES "entity" ("uid"), FOREIGN KEY ("attributed_to") REFERENCES "entity" ("uid"), FOREIGN KEY ("supersedes") REFERENCES "claim" ("uid"));
INSERT INTO "claim" VALUES('33se45d26c','published',3,'2026-11-22T13:13:36.923625Z',NULL,'29xchyc545',NULL,'participant','value',NULL,NULL,NULL,NULL,'jamymbhss2',NULL,NULL,NULL,NULL,'organiser',NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('530gbzjvqg','published',3,'2026-11-22T13:13:36.923625Z',NULL,'29xchyc545',NULL,'count','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('53vck1rt53','published',3,'2026-11-22T13:13:38.276112Z',NULL,NULL,'4jpjed1nr5','position','value',NULL,NULL,NULL,NULL,'jamymbhss2',NULL,NULL,NULL,NULL,NULL,'deputy chief',NULL,'2016-03/..',NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('599zqvbfvf','published',3,'2026-11-22T13:13:35.254954Z',NULL,'6st1c6yzf7',NULL,'participant','value',NULL,NULL,NULL,NULL,'tmqfpqg5v2',NULL,NULL,NULL,NULL,'participant',NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('7bz2v64xbz','published',3,'2026-11-22T13:13:35.254954Z',NULL,'6st1c6yzf7',NULL,'date','value',NULL,'2018-05-04',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('88js9r6ckq','retracted',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Officer N said no such thing.','2026-11-22T13:13:47.038403Z');
INSERT INTO "claim" VALUES('9c8d2kdqra','published',3,'2026-11-22T13:13:35.254954Z',NULL,'6st1c6yzf7',NULL,'outcome','value','A plan',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('ahm8ac0k7k','published',3,'2026-11-22T13:13:38.864220Z',NULL,NULL,'jamymbhss2','cooperates_with','value',NULL,NULL,NULL,NULL,'tmqfpqg5v2',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2015/..',NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('bcpxjagb4p','published',3,'2026-11-22T13:13:38.864220Z',NULL,NULL,'jamymbhss2','member_of','value',NULL,NULL,NULL,NULL,'pamwxd7dqt',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('e1t3acz32n','published',3,'2026-11-22T13:13:35.254954Z',NULL,'6st1c6yzf7',NULL,'place','value',NULL,NULL,NULL,NULL,'9q4588adzy',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('ed4bwnksbg','published',3,'2026-11-22T13:13:35.254954Z',NULL,'6st1c6yzf7',NULL,'participant','value',NULL,NULL,NULL,NULL,'4jpjed1nr5',NULL,NULL,NULL,NULL,'chair',NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('fzm4ezekrv','published',3,'2026-11-22T13:13:35.254954Z',NULL,'6st1c6yzf7',NULL,'statement','value','Officer N said there is a plan',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'4jpjed1nr5',NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('g9xyx78edd','published',3,'2026-11-22T13:13:37.760166Z',NULL,'7ae1czaz7h',NULL,'date','value',NULL,'2015/..',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('hkr426tw3p','published',3,'2026-11-22T13:13:35.254954Z',NULL,'6st1c6yzf7',NULL,'participant','value',NULL,NULL,NULL,NULL,'jamymbhss2',NULL,NULL,NULL,NULL,'host',NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('hqjctm2hb3','published',3,'2026-11-22T13:13:38.864220Z',NULL,NULL,'jamymbhss2','measure','value','Patrols',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2018',NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('k4gbpf4514','published',3,'2026-11-22T13:13:36.923625Z',NULL,'29xchyc545',NULL,'participant','value',NULL,NULL,NULL,NULL,'zssq02nfcw',NULL,NULL,NULL,NULL,'speaker',NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('kc60gg28kd','published',3,'2026-11-22T13:13:39.914483Z',NULL,NULL,'9q4588adzy','located_in','value',NULL,NULL,NULL,NULL,'2n79bx7t0e',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('mrws9qdjbe','published',3,'2026-11-22T13:13:35.254954Z',NULL,'6st1c6yzf7',NULL,'count','value',NULL,NULL,12,12,NULL,'exactly','persons',NULL,'officers',NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('nn5vm5n38t','superseded',4,'2026-11-22T13:13:44.701049Z','2026-11-22T13:13:45.415104Z','7ae1czaz7h',NULL,'topic','value','Smuggling',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('nqtgq67n04','published',3,'2026-11-22T13:13:45.415104Z',NULL,'7ae1czaz7h',NULL,'topic','value','Arms smuggling',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'nn5vm5n38t','More exact.',NULL);
INSERT INTO "claim" VALUES('ntfqqdje5q','published',3,'2026-11-22T13:13:35.254954Z',NULL,'6st1c6yzf7',NULL,'participant','value',NULL,NULL,NULL,NULL,'wyxs2ktcgh',NULL,NULL,NULL,NULL,'suspect',NULL,NULL,NULL,'jamymbhss2',NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('p9kqmejg3q','published',3,'2026-11-22T13:13:35.254954Z',NULL,'6st1c6yzf7',NULL,'date','value',NULL,'2018-05-03',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('rdqd3hep49','published',3,'2026-11-22T13:13:35.254954Z',NULL,'6st1c6yzf7',NULL,'adopted','value',NULL,NULL,NULL,NULL,'b0f0ncs3ds',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "claim" VALUES('wszsts42sj','published',3,'2026-11-22T13:13:36.923625Z',NULL,'29xchyc545',NULL,'date','value',NULL,'2018-05-04',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,NULL,NULL,NULL);
CREATE TABLE "claim_standing" ("claim" TEXT, "rank" TEXT, "sources_count" INTEGER, "origins_count" INTEGER, "conflicted" INTEGER, PRIMARY KEY ("claim"), FOREIGN KEY ("claim") REFERENCES "claim" ("uid"));
INSERT INTO "claim_standing" VALUES('33se45d26c','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('530gbzjvqg','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('53vck1rt53','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('599zqvbfvf','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('7bz2v64xbz','normal',1,1,1);
INSERT INTO "claim_standing" VALUES('9c8d2kdqra','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('ahm8ac0k7k','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('bcpxjagb4p','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('e1t3acz32n','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('ed4bwnksbg','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('fzm4ezekrv','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('g9xyx78edd','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('hkr426tw3p','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('hqjctm2hb3','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('k4gbpf4514','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('kc60gg28kd','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('mrws9qdjbe','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('nqtgq67n04','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('ntfqqdje5q','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('p9kqmejg3q','preferred',1,1,1);
INSERT INTO "claim_standing" VALUES('rdqd3hep49','normal',1,1,0);
INSERT INTO "claim_standing" VALUES('wszsts42sj','normal',1,1,0);
CREATE TABLE "entity" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "kind" TEXT, "name" TEXT, "names" TEXT, "identifiers" TEXT, "description" TEXT, "country" TEXT, "coordinates" TEXT, "protected" INTEGER, "root" TEXT, "retracted_at" TEXT, "reason" TEXT, PRIMARY KEY ("uid"), FOREIGN KEY ("root") REFERENCES "entity" ("uid"));
INSERT INTO "entity" VALUES('2n79bx7t0e','published',3,'2026-11-22T13:13:39.914483Z',NULL,'state','Azerbaijan','[{"kind":"primary","language":null,"script":null,"text":"Azerbaijan"}]','[{"scheme":"iso3166","value":"AZ"}]',NULL,NULL,NULL,0,'2n79bx7t0e',NULL,NULL);
INSERT INTO "entity" VALUES('4jpjed1nr5','published',3,'2026-11-22T13:13:35.254954Z',NULL,'person','Officer N','[{"kind":"primary","language":null,"script":null,"text":"Officer N"}]','[]','Deputy chief.',NULL,NULL,1,'4jpjed1nr5',NULL,NULL);
INSERT INTO "entity" VALUES('9q4588adzy','published',3,'2026-11-22T13:13:35.254954Z',NULL,'place','Lankaran','[{"kind":"primary","language":null,"script":null,"text":"Lankaran"}]','[]',NULL,'AZ','{"latitude":"38.75","longitude":"48.85"}',0,'9q4588adzy',NULL,NULL);
INSERT INTO "entity" VALUES('b0f0ncs3ds','published',3,'2026-11-22T13:13:35.254954Z',NULL,'legal_instrument','Border Accord','[{"kind":"primary","language":null,"script":null,"text":"Border Accord"}]','[]',NULL,NULL,NULL,0,'b0f0ncs3ds',NULL,NULL);
INSERT INTO "entity" VALUES('jamymbhss2','published',3,'2026-11-22T13:13:35.254954Z',NULL,'public_body','State Border Service','[{"kind":"primary","language":null,"script":null,"text":"State Border Service"},{"kind":"acronym","language":"az","script":null,"text":"DSX"},{"kind":"former","language":null,"script":null,"text":"Border Guard Department"}]','[{"scheme":"url","value":"https://dsx.example/"},{"scheme":"wikidata","value":"Q1"}]',NULL,'AZ',NULL,0,'jamymbhss2',NULL,NULL);
INSERT INTO "entity" VALUES('pamwxd7dqt','published',3,'2026-11-22T13:13:38.864220Z',NULL,'regional_body','Coast Council','[{"kind":"primary","language":null,"script":null,"text":"Coast Council"}]','[]',NULL,NULL,NULL,0,'pamwxd7dqt',NULL,NULL);
INSERT INTO "entity" VALUES('tmqfpqg5v2','published',3,'2026-11-22T13:13:35.254954Z',NULL,'public_body','Coast Guard of Elsewhere','[{"kind":"primary","language":null,"script":null,"text":"Coast Guard of Elsewhere"}]','[]',NULL,NULL,NULL,0,'tmqfpqg5v2',NULL,NULL);
INSERT INTO "entity" VALUES('wyxs2ktcgh','published',3,'2026-11-22T13:13:35.254954Z',NULL,'person','Rovshan','[{"kind":"primary","language":null,"script":null,"text":"Rovshan"}]','[]',NULL,NULL,NULL,0,'wyxs2ktcgh',NULL,NULL);
INSERT INTO "entity" VALUES('zssq02nfcw','published',3,'2026-11-22T13:13:36.923625Z',NULL,'public_body','Elsewhere Coastguard','[{"kind":"primary","language":null,"script":null,"text":"Elsewhere Coastguard"}]','[]',NULL,NULL,NULL,0,'tmqfpqg5v2',NULL,NULL);
CREATE TABLE "entity_identifier" ("entity" TEXT, "number" INTEGER, "scheme" TEXT, "value" TEXT, PRIMARY KEY ("entity", "number"), FOREIGN KEY ("entity") REFERENCES "entity" ("uid"));
INSERT INTO "entity_identifier" VALUES('2n79bx7t0e',1,'iso3166','AZ');
INSERT INTO "entity_identifier" VALUES('jamymbhss2',1,'url','https://dsx.example/');
INSERT INTO "entity_identifier" VALUES('jamymbhss2',2,'wikidata','Q1');
CREATE TABLE "entity_name" ("entity" TEXT, "number" INTEGER, "text" TEXT, "kind" TEXT, "language" TEXT, "script" TEXT, PRIMARY KEY ("entity", "number"), FOREIGN KEY ("entity") REFERENCES "entity" ("uid"));
INSERT INTO "entity_name" VALUES('2n79bx7t0e',1,'Azerbaijan','primary',NULL,NULL);
INSERT INTO "entity_name" VALUES('4jpjed1nr5',1,'Officer N','primary',NULL,NULL);
INSERT INTO "entity_name" VALUES('9q4588adzy',1,'Lankaran','primary',NULL,NULL);
INSERT INTO "entity_name" VALUES('b0f0ncs3ds',1,'Border Accord','primary',NULL,NULL);
INSERT INTO "entity_name" VALUES('jamymbhss2',1,'State Border Service','primary',NULL,NULL);
INSERT INTO "entity_name" VALUES('jamymbhss2',2,'DSX','acronym','az',NULL);
INSERT INTO "entity_name" VALUES('jamymbhss2',3,'Border Guard Department','former',NULL,NULL);
INSERT INTO "entity_name" VALUES('pamwxd7dqt',1,'Coast Council','primary',NULL,NULL);
INSERT INTO "entity_name" VALUES('tmqfpqg5v2',1,'Coast Guard of Elsewhere','primary',NULL,NULL);
INSERT INTO "entity_name" VALUES('wyxs2ktcgh',1,'Rovshan','primary',NULL,NULL);
INSERT INTO "entity_name" VALUES('zssq02nfcw',1,'Elsewhere Coastguard','primary',NULL,NULL);
CREATE TABLE "entitymatch" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "left" TEXT, "right" TEXT, "judgement" TEXT, "score" NUMERIC, "reason" TEXT, "retracted_at" TEXT, PRIMARY KEY ("uid"), FOREIGN KEY ("left") REFERENCES "entity" ("uid"), FOREIGN KEY ("right") REFERENCES "entity" ("uid"));
INSERT INTO "entitymatch" VALUES('yr9ehbtjjj','published',3,'2026-11-22T13:13:43.786105Z',NULL,'tmqfpqg5v2','zssq02nfcw','same',NULL,'The same office under two names.',NULL);
CREATE TABLE "event" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "kind" TEXT, "title" TEXT, "summary" TEXT, "part_of" TEXT, "root" TEXT, "retracted_at" TEXT, "reason" TEXT, PRIMARY KEY ("uid"), FOREIGN KEY ("part_of") REFERENCES "event" ("uid"), FOREIGN KEY ("root") REFERENCES "event" ("uid"));
INSERT INTO "event" VALUES('29xchyc545','published',4,'2026-11-22T13:13:36.923625Z',NULL,'session','The services meet',NULL,NULL,'29xchyc545',NULL,NULL);
INSERT INTO "event" VALUES('6st1c6yzf7','published',3,'2026-11-22T13:13:35.254954Z',NULL,'meeting','Guards meet in Lankaran','Officer N chaired it.',NULL,'6st1c6yzf7',NULL,NULL);
INSERT INTO "event" VALUES('7ae1czaz7h','published',3,'2026-11-22T13:13:37.760166Z',NULL,'statement','A statement without a place',NULL,'6st1c6yzf7','7ae1czaz7h',NULL,NULL);
CREATE TABLE "event_fact" ("event" TEXT, "date" TEXT, "earliest" TEXT, "latest" TEXT, "place" TEXT, "conflicted" INTEGER, PRIMARY KEY ("event"), FOREIGN KEY ("event") REFERENCES "event" ("uid"), FOREIGN KEY ("place") REFERENCES "entity" ("uid"));
INSERT INTO "event_fact" VALUES('29xchyc545','2018-05-04','2018-05-04','2018-05-04',NULL,0);
INSERT INTO "event_fact" VALUES('6st1c6yzf7','2018-05-03','2018-05-03','2018-05-04','9q4588adzy',1);
INSERT INTO "event_fact" VALUES('7ae1czaz7h','2015/..','2015-01-01',NULL,NULL,0);
CREATE TABLE "eventmatch" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "left" TEXT, "right" TEXT, "judgement" TEXT, "score" NUMERIC, "reason" TEXT, "retracted_at" TEXT, PRIMARY KEY ("uid"), FOREIGN KEY ("left") REFERENCES "event" ("uid"), FOREIGN KEY ("right") REFERENCES "event" ("uid"));
CREATE TABLE "evidence" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "claim" TEXT, "capture" TEXT, "stance" TEXT, "exact" TEXT, "prefix" TEXT, "suffix" TEXT, "start" INTEGER, "end" INTEGER, "locator" TEXT, "reading" TEXT, "translation" TEXT, "language" TEXT, "masked" INTEGER, "retracted_at" TEXT, "reason" TEXT, PRIMARY KEY ("uid"), FOREIGN KEY ("claim") REFERENCES "claim" ("uid"), FOREIGN KEY ("capture") REFERENCES "capture" ("uid"));
INSERT INTO "evidence" VALUES('0a8rpqhgmx','published',3,'2026-11-22T13:13:35.254954Z',NULL,'hkr426tw3p','znpmmsx3bb','supports','Border guards','😀 Sərhəd xəbərləri

',' of the two republics met in Lan',20,33,'{"line":"3","paragraph":"2"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('1gegtf8v32','published',3,'2026-11-22T13:13:35.254954Z',NULL,'rdqd3hep49','znpmmsx3bb','supports','adopted the Border Accord','rding to the border service. It ','.

A man named Rovshan was suspe',228,253,'{"line":"6","paragraph":"3"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('2jt796j2xa','published',3,'2026-11-22T13:13:38.864220Z',NULL,'hqjctm2hb3','znpmmsx3bb','supports','a joint plan','el Officer N and ended with ','.
Twelve officers took part, acc',151,163,'{"line":"5","paragraph":"3"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('3g8wpg5s15','published',3,'2026-11-22T13:13:35.254954Z',NULL,'7bz2v64xbz','5k95a059xf','supports','met on 4 May 2018','The two services ',', a radio said. Nobody knows how',17,34,'{"line":"1","paragraph":"1"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('4czg314dyn','published',3,'2026-11-22T13:13:35.254954Z',NULL,'ed4bwnksbg','znpmmsx3bb','supports','chaired by Colonel Officer N','

The meeting of 3 May 2018 was ',' and ended with a joint plan.
Tw',103,135,'{"line":"5","paragraph":"3"}',NULL,NULL,NULL,1,NULL,NULL);
INSERT INTO "evidence" VALUES('4ptq411xk0','published',3,'2026-11-22T13:13:36.923625Z',NULL,'k4gbpf4514','5k95a059xf','supports','two services met','The ',' on 4 May 2018, a radio said. No',4,20,'{"line":"1","paragraph":"1"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('52n32aa0ta','published',3,'2026-11-22T13:13:39.914483Z',NULL,'kc60gg28kd','znpmmsx3bb','supports','Lankaran','rds of the two republics met in ','.

The meeting of 3 May 2018 was',62,70,'{"line":"3","paragraph":"2"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('67z4g0waje','retracted',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-22T13:13:47.038403Z','Officer N said no such thing.');
INSERT INTO "evidence" VALUES('7j22n75pa5','published',3,'2026-11-22T13:13:38.864220Z',NULL,'ahm8ac0k7k','5k95a059xf','supports','They work together against smuggling since 2015',' Nobody knows how much it cost. ','.

Colonel Officer N has been depu',81,128,'{"line":"1","paragraph":"1"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('a1z04q58hm','published',3,'2026-11-22T13:13:35.254954Z',NULL,'e1t3acz32n','znpmmsx3bb','supports','met in Lankaran','der guards of the two republics ','.

The meeting of 3 May 2018 was',55,70,'{"line":"3","paragraph":"2"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('cmbndf47b5','published',3,'2026-11-22T13:13:35.254954Z',NULL,'599zqvbfvf','znpmmsx3bb','supports','Border guards of the two republics','😀 Sərhəd xəbərləri

',' met in Lankaran.

The meeting o',20,54,'{"line":"3","paragraph":"2"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('hxn90w6wh4','superseded',4,'2026-11-22T13:13:44.701049Z','2026-11-22T13:13:45.415104Z','nn5vm5n38t','5k95a059xf','supports','against smuggling','uch it cost. They work together ',' since 2015.

Colonel Officer N ha',100,117,'{"line":"1","paragraph":"1"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('j0ss332rh5','published',3,'2026-11-22T13:13:35.254954Z',NULL,'ntfqqdje5q','znpmmsx3bb','supports','A man named Rovshan was suspected',' It adopted the Border Accord.

',' of smuggling "arms & <powder>".',256,289,'{"line":"8","paragraph":"4"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('jfn7mssye2','published',3,'2026-11-22T13:13:36.923625Z',NULL,'33se45d26c','5k95a059xf','supports','The two services',NULL,' met on 4 May 2018, a radio said',0,16,'{"line":"1","paragraph":"1"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('kwg6bqr2bh','published',3,'2026-11-22T13:13:38.864220Z',NULL,'bcpxjagb4p','5k95a059xf','supports','The two services',NULL,' met on 4 May 2018, a radio said',0,16,'{"line":"1","paragraph":"1"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('m849d8qf56','published',3,'2026-11-22T13:13:35.254954Z',NULL,'p9kqmejg3q','znpmmsx3bb','supports','The meeting of 3 May 2018','two republics met in Lankaran.

',' was chaired by Colonel Officer N',73,98,'{"line":"5","paragraph":"3"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('mkndff76zs','published',3,'2026-11-22T13:13:35.254954Z',NULL,'mrws9qdjbe','znpmmsx3bb','supports','Twelve officers',' and ended with a joint plan.
',' took part, according to the bor',165,180,'{"line":"6","paragraph":"3"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('n9t7eptg3n','published',3,'2026-11-22T13:13:35.254954Z',NULL,'9c8d2kdqra','znpmmsx3bb','supports','a joint plan','el Officer N and ended with ','.
Twelve officers took part, acc',151,163,'{"line":"5","paragraph":"3"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('pdzemp0z24','published',3,'2026-11-22T13:13:35.254954Z',NULL,'fzm4ezekrv','znpmmsx3bb','supports','ended with a joint plan','ed by Colonel Officer N and ','.
Twelve officers took part, acc',140,163,'{"line":"5","paragraph":"3"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('r8af1ggcg1','published',3,'2026-11-22T13:13:36.923625Z',NULL,'530gbzjvqg','5k95a059xf','supports','Nobody knows how much','et on 4 May 2018, a radio said. ',' it cost. They work together aga',50,71,'{"line":"1","paragraph":"1"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('tgtgktaeet','published',3,'2026-11-22T13:13:37.760166Z',NULL,'g9xyx78edd','5k95a059xf','supports','since 2015','work together against smuggling ','.

Colonel Officer N has been depu',118,128,'{"line":"1","paragraph":"1"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('wapav0hz54','published',3,'2026-11-22T13:13:38.276112Z',NULL,'53vck1rt53','5k95a059xf','supports','Colonel Officer N has been deputy chief',' against smuggling since 2015.

',' of the Border Service since Mar',131,168,'{"line":"3","paragraph":"2"}',NULL,NULL,NULL,1,NULL,NULL);
INSERT INTO "evidence" VALUES('zgswet2x9p','published',3,'2026-11-22T13:13:36.923625Z',NULL,'wszsts42sj','5k95a059xf','supports','met on 4 May 2018','The two services ',', a radio said. Nobody knows how',17,34,'{"line":"1","paragraph":"1"}',NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "evidence" VALUES('zn580ph3c9','published',3,'2026-11-22T13:13:45.415104Z',NULL,'nqtgq67n04','5k95a059xf','supports','against smuggling','uch it cost. They work together ',' since 2015.

Colonel Officer N ha',100,117,'{"line":"1","paragraph":"1"}',NULL,NULL,NULL,0,NULL,NULL);
CREATE TABLE "facts" ("claim" TEXT, "about_type" TEXT, "about" TEXT, "about_name" TEXT, "about_kind" TEXT, "property" TEXT, "value_kind" TEXT, "value" TEXT, "value_entity" TEXT, "value_low" NUMERIC, "value_high" NUMERIC, "hedge" TEXT, "unit" TEXT, "currency" TEXT, "counted" TEXT, "role" TEXT, "title" TEXT, "valid" TEXT, "attributed_to" TEXT, "accused" TEXT, "credibility" INTEGER, "rank" TEXT, "conflicted" INTEGER, "sources" INTEGER, "origins" INTEGER, "quotations" INTEGER, "stance" TEXT, "quotation" TEXT, "translation" TEXT, "source" TEXT, "source_title" TEXT, "source_kind" TEXT, "publisher" TEXT, "published" TEXT, "reliability" TEXT, "source_url" TEXT, "published_at" TEXT, "address" TEXT, PRIMARY KEY ("claim"));
INSERT INTO "facts" VALUES('33se45d26c','event','29xchyc545','The services meet','session','participant','value','State Border Service','jamymbhss2',NULL,NULL,NULL,NULL,NULL,NULL,'organiser',NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','The two services',NULL,'51y2hpcaa8','Services meet','broadcast','Radio Coast','2018-05~','B','https://radio.example/2','2026-11-22T13:13:36.923625Z','http://localhost:8000/claims/33se45d26c/');
INSERT INTO "facts" VALUES('530gbzjvqg','event','29xchyc545','The services meet','session','count','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','Nobody knows how much',NULL,'51y2hpcaa8','Services meet','broadcast','Radio Coast','2018-05~','B','https://radio.example/2','2026-11-22T13:13:36.923625Z','http://localhost:8000/claims/530gbzjvqg/');
INSERT INTO "facts" VALUES('53vck1rt53','entity','4jpjed1nr5','Officer N','person','position','value','State Border Service','jamymbhss2',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'deputy chief','2016-03/..',NULL,NULL,6,'normal',0,1,1,1,'supports','Colonel Officer N has been deputy chief',NULL,'51y2hpcaa8','Services meet','broadcast','Radio Coast','2018-05~','B','https://radio.example/2','2026-11-22T13:13:38.276112Z','http://localhost:8000/claims/53vck1rt53/');
INSERT INTO "facts" VALUES('599zqvbfvf','event','6st1c6yzf7','Guards meet in Lankaran','meeting','participant','value','Coast Guard of Elsewhere','tmqfpqg5v2',NULL,NULL,NULL,NULL,NULL,NULL,'participant',NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','Border guards of the two republics',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:35.254954Z','http://localhost:8000/claims/599zqvbfvf/');
INSERT INTO "facts" VALUES('7bz2v64xbz','event','6st1c6yzf7','Guards meet in Lankaran','meeting','date','value','2018-05-04',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'normal',1,1,1,1,'supports','met on 4 May 2018',NULL,'51y2hpcaa8','Services meet','broadcast','Radio Coast','2018-05~','B','https://radio.example/2','2026-11-22T13:13:35.254954Z','http://localhost:8000/claims/7bz2v64xbz/');
INSERT INTO "facts" VALUES('9c8d2kdqra','event','6st1c6yzf7','Guards meet in Lankaran','meeting','outcome','value','A plan',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','a joint plan',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:35.254954Z','http://localhost:8000/claims/9c8d2kdqra/');
INSERT INTO "facts" VALUES('ahm8ac0k7k','entity','jamymbhss2','State Border Service','public_body','cooperates_with','value','Coast Guard of Elsewhere','tmqfpqg5v2',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2015/..',NULL,NULL,6,'normal',0,1,1,1,'supports','They work together against smuggling since 2015',NULL,'51y2hpcaa8','Services meet','broadcast','Radio Coast','2018-05~','B','https://radio.example/2','2026-11-22T13:13:38.864220Z','http://localhost:8000/claims/ahm8ac0k7k/');
INSERT INTO "facts" VALUES('bcpxjagb4p','entity','jamymbhss2','State Border Service','public_body','member_of','value','Coast Council','pamwxd7dqt',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','The two services',NULL,'51y2hpcaa8','Services meet','broadcast','Radio Coast','2018-05~','B','https://radio.example/2','2026-11-22T13:13:38.864220Z','http://localhost:8000/claims/bcpxjagb4p/');
INSERT INTO "facts" VALUES('e1t3acz32n','event','6st1c6yzf7','Guards meet in Lankaran','meeting','place','value','Lankaran','9q4588adzy',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','met in Lankaran',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:35.254954Z','http://localhost:8000/claims/e1t3acz32n/');
INSERT INTO "facts" VALUES('ed4bwnksbg','event','6st1c6yzf7','Guards meet in Lankaran','meeting','participant','value','Officer N','4jpjed1nr5',NULL,NULL,NULL,NULL,NULL,NULL,'chair',NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','chaired by Colonel Officer N',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:35.254954Z','http://localhost:8000/claims/ed4bwnksbg/');
INSERT INTO "facts" VALUES('fzm4ezekrv','event','6st1c6yzf7','Guards meet in Lankaran','meeting','statement','value','Officer N said there is a plan',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Officer N',NULL,6,'normal',0,1,1,1,'supports','ended with a joint plan',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:35.254954Z','http://localhost:8000/claims/fzm4ezekrv/');
INSERT INTO "facts" VALUES('g9xyx78edd','event','7ae1czaz7h','A statement without a place','statement','date','value','2015/..',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','since 2015',NULL,'51y2hpcaa8','Services meet','broadcast','Radio Coast','2018-05~','B','https://radio.example/2','2026-11-22T13:13:37.760166Z','http://localhost:8000/claims/g9xyx78edd/');
INSERT INTO "facts" VALUES('hkr426tw3p','event','6st1c6yzf7','Guards meet in Lankaran','meeting','participant','value','State Border Service','jamymbhss2',NULL,NULL,NULL,NULL,NULL,NULL,'host',NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','Border guards',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:35.254954Z','http://localhost:8000/claims/hkr426tw3p/');
INSERT INTO "facts" VALUES('hqjctm2hb3','entity','jamymbhss2','State Border Service','public_body','measure','value','Patrols',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2018',NULL,NULL,6,'normal',0,1,1,1,'supports','a joint plan',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:38.864220Z','http://localhost:8000/claims/hqjctm2hb3/');
INSERT INTO "facts" VALUES('k4gbpf4514','event','29xchyc545','The services meet','session','participant','value','Coast Guard of Elsewhere','tmqfpqg5v2',NULL,NULL,NULL,NULL,NULL,NULL,'speaker',NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','two services met',NULL,'51y2hpcaa8','Services meet','broadcast','Radio Coast','2018-05~','B','https://radio.example/2','2026-11-22T13:13:36.923625Z','http://localhost:8000/claims/k4gbpf4514/');
INSERT INTO "facts" VALUES('kc60gg28kd','entity','9q4588adzy','Lankaran','place','located_in','value','Azerbaijan','2n79bx7t0e',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','Lankaran',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:39.914483Z','http://localhost:8000/claims/kc60gg28kd/');
INSERT INTO "facts" VALUES('mrws9qdjbe','event','6st1c6yzf7','Guards meet in Lankaran','meeting','count','value','12',NULL,12,12,'exactly','persons',NULL,'officers',NULL,NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','Twelve officers',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:35.254954Z','http://localhost:8000/claims/mrws9qdjbe/');
INSERT INTO "facts" VALUES('nqtgq67n04','event','7ae1czaz7h','A statement without a place','statement','topic','value','Arms smuggling',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','against smuggling',NULL,'51y2hpcaa8','Services meet','broadcast','Radio Coast','2018-05~','B','https://radio.example/2','2026-11-22T13:13:45.415104Z','http://localhost:8000/claims/nqtgq67n04/');
INSERT INTO "facts" VALUES('ntfqqdje5q','event','6st1c6yzf7','Guards meet in Lankaran','meeting','participant','value','Rovshan','wyxs2ktcgh',NULL,NULL,NULL,NULL,NULL,NULL,'suspect',NULL,NULL,'State Border Service',NULL,6,'normal',0,1,1,1,'supports','A man named Rovshan was suspected',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:35.254954Z','http://localhost:8000/claims/ntfqqdje5q/');
INSERT INTO "facts" VALUES('p9kqmejg3q','event','6st1c6yzf7','Guards meet in Lankaran','meeting','date','value','2018-05-03',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'preferred',1,1,1,1,'supports','The meeting of 3 May 2018',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:35.254954Z','http://localhost:8000/claims/p9kqmejg3q/');
INSERT INTO "facts" VALUES('rdqd3hep49','event','6st1c6yzf7','Guards meet in Lankaran','meeting','adopted','value','Border Accord','b0f0ncs3ds',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','adopted the Border Accord',NULL,'0y8asryr6k','Guards meet: “a joint plan”','news_report','Border Gazette','2018-05-04','C','https://gazette.example/a?x=1&y={2}','2026-11-22T13:13:35.254954Z','http://localhost:8000/claims/rdqd3hep49/');
INSERT INTO "facts" VALUES('wszsts42sj','event','29xchyc545','The services meet','session','date','value','2018-05-04',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,6,'normal',0,1,1,1,'supports','met on 4 May 2018',NULL,'51y2hpcaa8','Services meet','broadcast','Radio Coast','2018-05~','B','https://radio.example/2','2026-11-22T13:13:36.923625Z','http://localhost:8000/claims/wszsts42sj/');
CREATE TABLE "participation" ("event" TEXT, "entity" TEXT, "role" TEXT, PRIMARY KEY ("event", "entity", "role"), FOREIGN KEY ("event") REFERENCES "event" ("uid"), FOREIGN KEY ("entity") REFERENCES "entity" ("uid"));
INSERT INTO "participation" VALUES('29xchyc545','jamymbhss2','organiser');
INSERT INTO "participation" VALUES('29xchyc545','tmqfpqg5v2','speaker');
INSERT INTO "participation" VALUES('6st1c6yzf7','4jpjed1nr5','chair');
INSERT INTO "participation" VALUES('6st1c6yzf7','jamymbhss2','host');
INSERT INTO "participation" VALUES('6st1c6yzf7','tmqfpqg5v2','participant');
INSERT INTO "participation" VALUES('6st1c6yzf7','wyxs2ktcgh','suspect');
CREATE TABLE "publisher" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "name" TEXT, "kind" TEXT, "country" TEXT, "homepage" TEXT, "reliability" TEXT, "languages" TEXT, "retracted_at" TEXT, "reason" TEXT, PRIMARY KEY ("uid"));
INSERT INTO "publisher" VALUES('a49ha3xdx9','published',2,'2026-11-22T13:13:35.254954Z','Radio Coast','broadcaster',NULL,NULL,'B','[]',NULL,NULL);
INSERT INTO "publisher" VALUES('cxrsctank5','published',2,'2026-11-22T13:13:35.254954Z','Border Gazette','news_outlet','AZ','https://gazette.example/','C','["az","en"]',NULL,NULL);
CREATE TABLE "ranking" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "claim" TEXT, "rank" TEXT, "reason_kind" TEXT, "reason" TEXT, "retracted_at" TEXT, PRIMARY KEY ("uid"), FOREIGN KEY ("claim") REFERENCES "claim" ("uid"));
INSERT INTO "ranking" VALUES('t5g7q9we3z','published',3,'2026-11-22T13:13:47.771724Z',NULL,'p9kqmejg3q','preferred',NULL,'It was there.',NULL);
CREATE TABLE "redaction" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "record_type" TEXT, "record_uid" TEXT, "field" TEXT, "start" INTEGER, "end" INTEGER, "reason" TEXT, "retracted_at" TEXT, PRIMARY KEY ("uid"));
CREATE TABLE "reply" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "claim" TEXT, "name" TEXT, "entity" TEXT, "capacity" TEXT, "said" TEXT, "language" TEXT, "received" TEXT, "retracted_at" TEXT, "reason" TEXT, PRIMARY KEY ("uid"), FOREIGN KEY ("claim") REFERENCES "claim" ("uid"), FOREIGN KEY ("entity") REFERENCES "entity" ("uid"));
CREATE TABLE "revision" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "record_type" TEXT, "record_uid" TEXT, "field" TEXT, "old" TEXT, "new" TEXT, "reason" TEXT, "masked" INTEGER, "retracted_at" TEXT, PRIMARY KEY ("uid"));
INSERT INTO "revision" VALUES('ba5x4ave29','published',3,'2026-11-22T13:13:48.093656Z',NULL,'event','29xchyc545','title','"Services meet"','"The services meet"','A better source.',0,NULL);
INSERT INTO "revision" VALUES('n1v5vjq2bn','published',3,'2026-11-22T13:13:47.038403Z',NULL,'claim','88js9r6ckq','state',NULL,NULL,NULL,1,NULL);
CREATE TABLE "source" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "title" TEXT, "title_basis" TEXT, "kind" TEXT, "publisher" TEXT, "authors" TEXT, "language" TEXT, "published" TEXT, "published_basis" TEXT, "url" TEXT, "canonical_url" TEXT, "symbol" TEXT, "rights" TEXT, "access" TEXT, "reliability" TEXT, "root" TEXT, "retracted_at" TEXT, "reason" TEXT, PRIMARY KEY ("uid"), FOREIGN KEY ("publisher") REFERENCES "publisher" ("uid"), FOREIGN KEY ("root") REFERENCES "source" ("uid"));
INSERT INTO "source" VALUES('0y8asryr6k','published',3,'2026-11-22T13:13:35.254954Z',NULL,'Guards meet: “a joint plan”',NULL,'news_report','cxrsctank5','["Leyla Əliyeva"]','en','2018-05-04',NULL,'https://gazette.example/a?x=1&y={2}',NULL,'BG/2018/5',NULL,'full',NULL,'0y8asryr6k',NULL,NULL);
INSERT INTO "source" VALUES('51y2hpcaa8','published',3,'2026-11-22T13:13:35.254954Z',NULL,'Services meet',NULL,'broadcast','a49ha3xdx9','[]','en','2018-05~',NULL,'https://radio.example/2',NULL,NULL,NULL,'excerpts',NULL,'51y2hpcaa8',NULL,NULL);
INSERT INTO "source" VALUES('pac7s98m3s','published',3,'2026-11-22T13:13:42.381981Z',NULL,'Services meet (reprint)',NULL,'wire_report','cxrsctank5','[]',NULL,'2018-05-06',NULL,NULL,NULL,NULL,NULL,'excerpts',NULL,'pac7s98m3s',NULL,NULL);
INSERT INTO "source" VALUES('ywsk0wyswv','published',3,'2026-11-22T13:13:42.381981Z',NULL,'Services meet, again',NULL,'broadcast','a49ha3xdx9','[]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'excerpts',NULL,'51y2hpcaa8',NULL,NULL);
CREATE TABLE "source_origin" ("source" TEXT, "origin" TEXT, "reliability" TEXT, PRIMARY KEY ("source"), FOREIGN KEY ("source") REFERENCES "source" ("uid"), FOREIGN KEY ("origin") REFERENCES "source" ("uid"));
INSERT INTO "source_origin" VALUES('0y8asryr6k','0y8asryr6k','C');
INSERT INTO "source_origin" VALUES('51y2hpcaa8','51y2hpcaa8','B');
INSERT INTO "source_origin" VALUES('pac7s98m3s','51y2hpcaa8','C');
INSERT INTO "source_origin" VALUES('ywsk0wyswv','51y2hpcaa8','B');
CREATE TABLE "sourcelink" ("uid" TEXT, "state" TEXT, "version" INTEGER, "published_at" TEXT, "ended_at" TEXT, "source" TEXT, "kind" TEXT, "target" TEXT, "reason" TEXT, "retracted_at" TEXT, PRIMARY KEY ("uid"), FOREIGN KEY ("source") REFERENCES "source" ("uid"), FOREIGN KEY ("target") REFERENCES "source" ("uid"));
INSERT INTO "sourcelink" VALUES('dns66xj0tt','published',3,'2026-11-22T13:13:43.111173Z',NULL,'ywsk0wyswv','identical_to','51y2hpcaa8','The same words, a day later.',NULL);
INSERT INTO "sourcelink" VALUES('jj0pjkn9x5','published',3,'2026-11-22T13:13:42.782398Z',NULL,'pac7s98m3s','republishes','51y2hpcaa8','The same words, a day later.',NULL);
CREATE INDEX "publisher_state" ON "publisher" ("state");
CREATE INDEX "publisher_kind" ON "publisher" ("kind");
CREATE INDEX "source_state" ON "source" ("state");
CREATE INDEX "source_kind" ON "source" ("kind");
CREATE INDEX "source_publisher" ON "source" ("publisher");
CREATE INDEX "source_root" ON "source" ("root");
CREATE INDEX "capture_state" ON "capture" ("state");
CREATE INDEX "capture_source" ON "capture" ("source");
CREATE INDEX "sourcelink_state" ON "sourcelink" ("state");
CREATE INDEX "sourcelink_source" ON "sourcelink" ("source");
CREATE INDEX "sourcelink_kind" ON "sourcelink" ("kind");
CREATE INDEX "sourcelink_target" ON "sourcelink" ("target");
CREATE INDEX "entity_state" ON "entity" ("state");
CREATE INDEX "entity_kind" ON "entity" ("kind");
CREATE INDEX "entity_root" ON "entity" ("root");
CREATE INDEX "entitymatch_state" ON "entitymatch" ("state");
CREATE INDEX "entitymatch_left" ON "entitymatch" ("left");
CREATE INDEX "entitymatch_right" ON "entitymatch" ("right");
CREATE INDEX "event_state" ON "event" ("state");
CREATE INDEX "event_kind" ON "event" ("kind");
CREATE INDEX "event_part_of" ON "event" ("part_of");
CREATE INDEX "event_root" ON "event" ("root");
CREATE INDEX "eventmatch_state" ON "eventmatch" ("state");
CREATE INDEX "eventmatch_left" ON "eventmatch" ("left");
CREATE INDEX "eventmatch_right" ON "eventmatch" ("right");
CREATE INDEX "claim_state" ON "claim" ("state");
CREATE INDEX "claim_event" ON "claim" ("event");
CREATE INDEX "claim_entity" ON "claim" ("entity");
CREATE INDEX "claim_property" ON "claim" ("property");
CREATE INDEX "claim_value_entity" ON "claim" ("value_entity");
CREATE INDEX "claim_accused" ON "claim" ("accused");
CREATE INDEX "claim_attributed_to" ON "claim" ("attributed_to");
CREATE INDEX "claim_supersedes" ON "claim" ("supersedes");
CREATE INDEX "evidence_state" ON "evidence" ("state");
CREATE INDEX "evidence_claim" ON "evidence" ("claim");
CREATE INDEX "evidence_capture" ON "evidence" ("capture");
CREATE INDEX "ranking_state" ON "ranking" ("state");
CREATE INDEX "ranking_claim" ON "ranking" ("claim");
CREATE INDEX "reply_state" ON "reply" ("state");
CREATE INDEX "reply_claim" ON "reply" ("claim");
CREATE INDEX "reply_entity" ON "reply" ("entity");
CREATE INDEX "revision_state" ON "revision" ("state");
CREATE INDEX "revision_record_uid" ON "revision" ("record_uid");
CREATE INDEX "redaction_state" ON "redaction" ("state");
CREATE INDEX "redaction_record_uid" ON "redaction" ("record_uid");
CREATE INDEX "entity_name_kind" ON "entity_name" ("kind");
CREATE INDEX "source_origin_origin" ON "source_origin" ("origin");
CREATE INDEX "event_fact_date" ON "event_fact" ("date");
CREATE INDEX "event_fact_place" ON "event_fact" ("place");
CREATE INDEX "participation_entity" ON "participation" ("entity");
CREATE INDEX "facts_property" ON "facts" ("property");
COMMIT;
